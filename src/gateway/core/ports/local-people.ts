export type LocalRole = 'admin' | 'support';
export type LocalPerson = { readonly id: string; readonly name: string; readonly role: LocalRole };

/** A person as the list has it. */
export type ListedPerson = LocalPerson & {
  readonly createdAt: number;
  /** Sessions that were opened and used since the given instants. */
  readonly sessions: number;
  readonly lastUsedAt: number | undefined;
};

/** Local people and their sessions. */
export type LocalPeople = {
  hasAdmin(): boolean;
  /** By name; sessions that are over by age or idleness do not count. */
  list(createdSince: number, usedSince: number): ListedPerson[];
  byId(id: string): (LocalPerson & { readonly passwordHash: string }) | undefined;
  setRole(id: string, role: LocalRole): void;
  setPassword(id: string, passwordHash: string): void;
  /** With the sessions. */
  remove(id: string): void;
  sessionsOf(
    personId: string,
  ): { readonly idHash: Uint8Array; readonly createdAt: number; readonly usedAt: number }[];
  endSessionsOf(personId: string): void;
  add(person: LocalPerson & { readonly passwordHash: string; readonly createdAt: number }): void;
  byName(name: string): (LocalPerson & { readonly passwordHash: string }) | undefined;
  openSession(session: {
    readonly idHash: Uint8Array;
    readonly personId: string;
    readonly csrf: string;
    readonly at: number;
  }): void;
  /** The session's person, and when it was opened and last used. */
  session(idHash: Uint8Array):
    | {
        readonly person: LocalPerson;
        readonly csrf: string;
        readonly createdAt: number;
        readonly usedAt: number;
      }
    | undefined;
  touchSession(idHash: Uint8Array, at: number): void;
  endSession(idHash: Uint8Array): void;
  endSessionsBefore(createdBefore: number, usedBefore: number): void;
  /** Factory reset and unlink tests: everything goes. */
  clear(): void;
};

/** Slow password hashing (argon2id), behind a port since it is native code. */
export type PasswordHash = {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
};
