/** The parts of ldapjs that outlived it ship no types; this is what we use of them. CommonJS: default imports. */
declare module '@ldapjs/messages' {
  /** A message that can be written to the wire; `toBer().buffer` are its bytes. */
  type Encodable = { toBer(): { readonly buffer: Buffer } };
  type Message<T> = new (options: { messageId: number; controls?: readonly unknown[] } & T) => Encodable;
  const messages: {
    readonly BindRequest: Message<{ name: string; credentials: string }>;
    readonly UnbindRequest: Message<unknown>;
    readonly ExtensionRequest: Message<{ requestName: string }>;
    readonly SearchRequest: Message<{
      baseObject: string;
      scope: 'base' | 'single' | 'subtree';
      filter: string;
      attributes: readonly string[];
    }>;
  };
  export = messages;
}

declare module '@ldapjs/controls' {
  type Paged = { readonly size: number; readonly cookie: Buffer };
  const controls: {
    readonly PagedResultsControl: new (options: {
      criticality?: boolean;
      value: Paged | Buffer;
    }) => { readonly value: Paged; toBer(): { readonly buffer: Buffer } };
  };
  export = controls;
}
