import type { CapConfig, PurserConfig } from '#config';
import type { CapTerms } from '#storage';

/** The caps that purser.yaml describes. */
export function configuredCaps({ caps, tasks }: PurserConfig): CapTerms[] {
  return [
    ...caps.map((cap) => ({ scope: 'global' as const, subject: '', ...termsOf(cap) })),
    ...Object.entries(tasks).flatMap(([subject, task]) =>
      task.caps.map((cap) => ({ scope: 'task' as const, subject, ...termsOf(cap) })),
    ),
  ];
}

function termsOf({
  window,
  timeZone,
  hard,
  limitUsd,
}: CapConfig): Omit<CapTerms, 'scope' | 'subject'> {
  return { span: window, timeZone, hard, limitNano: Math.round(limitUsd * 1e9) };
}
