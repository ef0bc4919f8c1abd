/** Constant, so that every language has it. */
export const RESERVE_SPENT =
  'The disk was full, so the room that was kept for that is in use; what can wait does not write.';
