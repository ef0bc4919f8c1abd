/** The list pages: users, platforms, applications, event history. */
export const lists = {} as const;
