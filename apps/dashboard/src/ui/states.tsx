import type { ComponentChildren, JSX } from 'preact';

/** Something is under way; it shows itself only after a moment, so that quick answers don't flicker. */
export function Loading({ what }: { what: string }): JSX.Element {
  return (
    <p class="state loading" role="status">
      <span class="spinner" aria-hidden="true" />
      Loading {what}…
    </p>
  );
}

/** There is nothing yet: says what would make it otherwise. */
export function Empty({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="state empty">{children}</div>;
}

/** Something went wrong, in the API's words. */
export function Broken({
  error,
  again,
}: {
  error: Error;
  /** Tries once more. */
  again?: () => void;
}): JSX.Element {
  return (
    <div class="state broken" role="alert">
      <p>{error.message}</p>
      {again !== undefined && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
