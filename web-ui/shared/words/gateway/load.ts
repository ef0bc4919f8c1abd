/** Translations of what a gateway says, a file each. English comes from the gateway. */
export const GATEWAY_TEXTS = {
  fr: async () => (await import('./fr.ts')).fr,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  pt: async () => (await import('./pt.ts')).pt,
} as const;
