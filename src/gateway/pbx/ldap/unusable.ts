/** This way of reading changes leads nowhere with this server, user or cookie: everybody is read in pages instead. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
  /** LDAP result that said so, where one did. */
  readonly result: number | undefined;

  constructor(
    message: string,
    { result, cause }: { readonly result?: number; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.result = result;
  }
}
