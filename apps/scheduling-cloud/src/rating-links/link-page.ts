/** What a person may say of an answer. */
export const CHOICES = { up: 'Good answer', down: 'Not a good answer' } as const;
export type Choice = keyof typeof CHOICES;

export function isChoice(text: unknown): text is Choice {
  return typeof text === 'string' && Object.hasOwn(CHOICES, text);
}

/**
 * A page that asks for a choice. Only its buttons rate: mail scanners and previews open links too.
 * Nothing in it comes from the query or its sender.
 */
export function askingPage(): string {
  const buttons = Object.entries(CHOICES).map(
    ([choice, label]) =>
      `<p><button type="submit" formaction="?choice=${choice}">${label}</button></p>`,
  );
  return page('How was the answer?', `<form method="post">${buttons.join('')}</form>`);
}

export function thankingPage(choice: Choice): string {
  return page('Thank you', `<p role="status">Your rating is kept: ${CHOICES[choice]}.</p>`);
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<style>body { font: 1.1rem/1.5 sans-serif; max-width: 30rem; margin: 3rem auto; padding: 0 1rem }
button { font: inherit; padding: .6rem 1rem; width: 100% }</style>
</head><body><main><h1>${title}</h1>${content}</main></body></html>
`;
}
