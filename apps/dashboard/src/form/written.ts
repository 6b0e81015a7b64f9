/** What somebody wrote into a form's fields, by their names. */
export class Written {
  private readonly data: FormData;

  constructor(form: HTMLFormElement) {
    this.data = new FormData(form);
  }

  /** Without space around it; empty where nothing was written. */
  text(field: string): string {
    const value = this.data.get(field);
    return typeof value === 'string' ? value.trim() : '';
  }

  /** Undefined where nothing was written, which the API then misses by name. */
  optional(field: string): string | undefined {
    return this.text(field) || undefined;
  }

  /** What is no number goes to the API as it is, which says what it must be. */
  number(field: string): number | string | undefined {
    return numberOf(this.text(field));
  }

  /** The values of those that are ticked. */
  all(field: string): string[] {
    return this.data.getAll(field).filter((value) => typeof value === 'string');
  }

  has(field: string): boolean {
    return this.data.has(field);
  }

  file(field: string): File | undefined {
    const value = this.data.get(field);
    return value instanceof File && value.size > 0 ? value : undefined;
  }
}

/** A number as people write it; the text itself if it is none, undefined if it is empty. */
export function numberOf(text: string): number | string | undefined {
  if (text === '') return undefined;
  const value = Number(text.replace(/^\$/u, ''));
  return Number.isFinite(value) ? value : text;
}
