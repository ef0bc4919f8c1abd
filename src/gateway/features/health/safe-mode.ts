/** Constant, so that every language has it; the alarm and the jobs that wait say the same. */
export const IN_SAFE_MODE =
  'The program ended by itself several times in a row, so only pages, tunnels and logs work now; users stay as they are.';
