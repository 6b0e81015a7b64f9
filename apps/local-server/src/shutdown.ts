/** Resolves when the process is told to stop or its parent is gone. */
export function toldToStop(process: NodeJS.Process): Promise<undefined> {
  return new Promise((resolve) => {
    for (const reason of ['SIGTERM', 'SIGINT', 'disconnect']) {
      process.once(reason, () => resolve(undefined));
    }
  });
}
