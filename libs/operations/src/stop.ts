/** Resolves when the process is told to stop or its parent is gone; told again, it ends at once. */
export function toldToStop(process: NodeJS.Process): Promise<undefined> {
  return new Promise((resolve) => {
    for (const reason of ['SIGTERM', 'SIGINT', 'disconnect']) {
      process.once(reason, () => resolve(undefined));
    }
  });
}

/** Waits for the work's end, but no longer than so many seconds. @returns whether it came */
export async function endsWithin(seconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1_000);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
