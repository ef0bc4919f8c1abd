/** Where changes are counted from, and of whom: kept between two syncs by the engine, which does not look into it. */
import { hash } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** How a directory tells what changed. */
export const MODES = ['dirsync', 'usn', 'syncrepl', 'time'] as const;
export type Mode = (typeof MODES)[number];

const Cursor = Type.Object(
  {
    v: Type.Literal(1),
    mode: Type.Enum([...MODES]),
    /** The one server whose cookie it is; another one, or the same after a restore, does not know it. */
    server: Type.String({ maxLength: 4096 }),
    /** Digest of what is asked for. */
    what: Type.String({ maxLength: 64 }),
    /** Cookie (base64), update sequence number, or time. */
    at: Type.String({ maxLength: 1024 * 1024 }),
  },
  { additionalProperties: false },
);
export type Cursor = Static<typeof Cursor>;

export const writeCursor = (cursor: Omit<Cursor, 'v'>): string => JSON.stringify({ v: 1, ...cursor });

/** Undefined for anything that this version did not write: everybody is read then. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(Cursor, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const whatOf = (...asked: readonly unknown[]) => hash('sha256', JSON.stringify(asked), 'base64url');
