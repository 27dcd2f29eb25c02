// Bounds for everything that a test waits for: a hang becomes a failure that
// says what did not happen.

// Generous, because sanitizers and loaded machines are slow; nothing waits this
// long unless it is broken.
export const PATIENCE_MS = 30_000;

// The value of `promise`, or an error that names `what` after `limit` ms.
export async function within(promise, what, limit = PATIENCE_MS) {
  let timer;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: did not happen within ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

// Asks `probe` until it gives something truthy, which it returns. For conditions
// outside this process, which have no event to wait for.
export async function until(probe, what, limit = PATIENCE_MS) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what}: did not happen within ${limit} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
