/** The least id that a query taken in at that time can have: ids are UUIDs of version 7. */
export function firstIdAt(date: Date): string {
  const time = date.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
