/** Telephone numbers as an argument: features import no package. */
export type Phone = {
  /** E.164 (`+41791234567`) of an international number, or of a national one in `country` (ISO 3166-1 alpha-2). */
  e164(text: string, country: string | undefined): string | undefined;
};
