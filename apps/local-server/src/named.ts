/**
 * What a job holds under a name.
 * @throws Error if it holds nothing there
 */
export function named<T>(record: Readonly<Record<string, T>>, name: string, kind: string): T {
  const found = Object.hasOwn(record, name) ? record[name] : undefined;
  if (found === undefined)
    throw new Error(`the job names the ${kind} ${name} but does not hold it`);
  return found;
}
