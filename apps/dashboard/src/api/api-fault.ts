/** What the API refused, in its own words. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';

  constructor(
    /** Of HTTP; 0 where nothing answered. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** The field at fault, as the API names it. */
    readonly param: string | null = null,
  ) {
    super(message);
  }
}
