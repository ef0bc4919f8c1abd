/** The console in British English. Vendor labels are exact (docs: row numbers of the feature table). */
export const en = {
  brand: 'CloudLink console',
  'signIn.title': 'Sign in to the console',
} as const;
