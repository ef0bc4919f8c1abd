/** One record of an LDIF file (RFC 2849): an entry, or a change of one. Nothing outside of the file is ever opened. */
import { isUtf8 } from 'node:buffer';
import type { RowFault } from '../connector.ts';
import { MAX_FIELD_BYTES } from '../files/file.ts';
import { guidText } from '../ldap/record.ts';
import type { LdifLine } from './lines.ts';

/** Name in lower case → name as it was spelt first, and its values. */
export type Attributes = Map<string, { readonly name: string; readonly values: string[] }>;

export type Modification = {
  readonly kind: 'add' | 'delete' | 'replace';
  readonly name: string;
  readonly values: readonly string[];
};
export type Entry = { readonly line: number; readonly dn: string } & (
  | { readonly kind: 'content' | 'add'; readonly attributes: Attributes }
  | { readonly kind: 'delete' }
  | {
      readonly kind: 'modify';
      readonly modifications: readonly Modification[];
      /** The `-` that ends its last change is missing. */
      readonly isOpen: boolean;
    }
  | {
      readonly kind: 'modrdn';
      readonly newRdn: string;
      readonly deleteOld: boolean;
      readonly newSuperior: string | undefined;
    }
);
export type Wrong = {
  readonly line: number;
  readonly fault: RowFault;
  readonly sentence: string;
  /** Its entry, where that could be read. */
  readonly dn?: string;
  /** Of an entry in error: what could be read of it, for whoever corrects it. */
  readonly attributes?: Attributes;
};

/** Bytes that are no text and nobody's field: left out, whatever their size. */
const BINARY =
  /^(jpegPhoto|thumbnailPhoto|thumbnailLogo|photo|audio|personalSignature|userCertificate|cACertificate|userSMIMECertificate|userPKCS12|objectSid|sIDHistory|nTSecurityDescriptor|msExch\w*|mS-DS-(?!ConsistencyGuid)\w+|logonHours|userParameters|replicationSignature|dSASignature|x500UniqueIdentifier|ipaNTHash|krb\w*)$/i;
/** Kept nowhere: no source needs them, and what is not kept cannot leak. */
const SECRET =
  /^(userPassword|authPassword|unicodePwd|dBCSPwd|ntPwdHistory|lmPwdHistory|supplementalCredentials|samba(NT|LM)Password|sambaPasswordHistory|pwdHistory|olcRootPW|ipaNTHash|krbPrincipalKey)$/i;
/** The server's own bookkeeping: it is another one in every export and says nothing about a person. */
const BOOKKEEPING =
  /^(modifyTimestamp|modifiersName|creatorsName|createTimestamp|entryCSN|contextCSN|structuralObjectClass|subschemaSubentry|hasSubordinates|entryDN|whenChanged|uSNChanged|uSNCreated|lastLogon|lastLogonTimestamp|lastLogoff|logonCount|badPwdCount|badPasswordTime|dSCorePropagationData|replPropertyMetaData)$/i;

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly fault: RowFault;
  constructor(fault: RowFault, sentence: string) {
    super(sentence);
    this.fault = fault;
  }
}

const wrong = (sentence: string): never => {
  throw new Refusal('ROW_UNREADABLE', sentence);
};

/** What the name of an attribute says of its values. */
type Kind = { readonly name: string; readonly options: readonly string[]; readonly use: 'keep' | 'skip' };
/** @property value text, or the bytes of a value that was written as base64 */
type Pair = {
  readonly spelt: string;
  readonly kind: Kind;
  readonly value: string | Buffer;
  readonly line: number;
};

const NAME = /^[A-Za-z][A-Za-z0-9-]*$|^[0-9]+(?:\.[0-9]+)*$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function base64(text: string, line: number): Buffer {
  const bare = text.replace(/^ +/, '').trimEnd();
  if (bare.length % 4 === 0 && BASE64.test(bare)) return Buffer.from(bare, 'base64');
  return wrong(`The value at line ${line} is no base64.`);
}

/** A file has few names and uses each of them for every entry. Its own fuzz has many: they are not kept. */
const kinds = new Map<string, Kind | undefined>();
const MAX_KINDS = 1_000;

function readKind(spelt: string): Kind | undefined {
  const [name = '', ...options] = spelt.split(';');
  if (!NAME.test(name)) return undefined;
  const isBinary = BINARY.test(name) || options.some((option) => option.toLowerCase() === 'binary');
  const use = isBinary || SECRET.test(name) || BOOKKEEPING.test(name) ? 'skip' : 'keep';
  return { name: name.toLowerCase(), options, use };
}

function kindOf(spelt: string): Kind | undefined {
  if (kinds.has(spelt)) return kinds.get(spelt);
  const kind = readKind(spelt);
  if (kinds.size < MAX_KINDS && spelt.length < 100) kinds.set(spelt, kind);
  return kind;
}

/** Latin-1 text, a character a byte, of bytes above 7F. */
const BEYOND_ASCII = /[\x80-\xff]/;

/** `name;option: value`, `name:: base64`; `name:< url` is refused: it would open a file. */
function pairOf({ line, text, tooLong }: LdifLine, onRaw: () => void): Pair {
  const colon = text.indexOf(':');
  if (colon < 1) return wrong(`Line ${line} is no “name: value”.`);
  const spelt = text.slice(0, colon);
  const kind = kindOf(spelt) ?? wrong(`Line ${line} does not begin with the name of an attribute.`);
  const mark = text[colon + 1];
  if (mark === '<')
    throw new Refusal(
      'LDIF_URL',
      `The value of “${spelt}” at line ${line} is the address of a file or page (:<); none is opened.`,
    );
  if (kind.use === 'skip') return { spelt, kind, value: '', line };
  const value = mark === ':' ? base64(text.slice(colon + 2), line) : text.slice(colon + 1).replace(/^ +/, '');
  if (tooLong || value.length > MAX_FIELD_BYTES)
    throw new Refusal('FIELD_TOO_LONG', `The value of “${spelt}” at line ${line} is longer than 64 KiB.`);
  if (typeof value !== 'string' || !BEYOND_ASCII.test(value)) return { spelt, kind, value, line };
  onRaw();
  return { spelt, kind, value: Buffer.from(value, 'latin1'), line };
}

const GUIDS = new Set(['objectguid', 'ms-ds-consistencyguid']);

function textOf({ spelt, kind, value, line }: Pair): string {
  if (typeof value === 'string') return value;
  if (GUIDS.has(kind.name) && value.length === 16) return guidText(value);
  if (isUtf8(value)) return value.toString('utf8');
  return wrong(`The value of “${spelt}” at line ${line} is not UTF-8.`);
}

const isKept = ({ kind }: Pair) => kind.use === 'keep';

/** Under its name with its options, as LDAP tells tagged variants (`cn;lang-de`) apart: they are other attributes. */
function put(into: Attributes, pair: Pair): void {
  if (!isKept(pair)) return;
  const { spelt: name } = pair;
  const known = into.get(name.toLowerCase());
  const value = textOf(pair);
  // `name:` alone is an empty value (RFC 2849), and an empty value says nothing
  if (known) known.values.push(...(value === '' ? [] : [value]));
  else into.set(name.toLowerCase(), { name, values: value === '' ? [] : [value] });
}

function attributesOf(pairs: readonly Pair[]): Attributes {
  const found: Attributes = new Map();
  for (const pair of pairs) put(found, pair);
  return found;
}

const single = (pairs: readonly Pair[], name: string): string | undefined => {
  const found = pairs.find((pair) => pair.kind.name === name);
  return found && textOf(found);
};

const KINDS = new Set(['add', 'delete', 'replace']);

type Step = { readonly pair?: Pair; readonly dash?: true };

/** `add: mail` / `mail: a@b` / `-`, repeated. */
function modificationsOf(steps: readonly Step[]): Modification[] {
  const found: Modification[] = [];
  let open: { kind: Modification['kind']; name: string; pairs: Pair[] } | undefined;
  const close = () => {
    if (open) {
      const { kind, name, pairs } = open;
      const values = pairs.filter(isKept).map(textOf);
      found.push({ kind, name, values: values.filter((value) => value !== '') });
    }
    open = undefined;
  };
  for (const { pair } of steps) {
    if (!pair) close();
    else if (!open) {
      if (!KINDS.has(pair.kind.name)) wrong(`Line ${pair.line} is no add, delete or replace.`);
      open = { kind: pair.kind.name as Modification['kind'], name: textOf(pair), pairs: [] };
    } else if (pair.spelt.toLowerCase() !== open.name.toLowerCase())
      wrong(`Line ${pair.line} names another attribute than the change that it belongs to.`);
    else open.pairs.push(pair);
  }
  close();
  return found;
}

function changeOf(kind: string, at: { line: number; dn: string }, steps: readonly Step[]): Entry {
  const pairs = steps.flatMap(({ pair }) => pair ?? []);
  if (kind !== 'modify' && pairs.length < steps.length) wrong(`The record at line ${at.line} has a “-”.`);
  if (kind === 'add') return { ...at, kind, attributes: attributesOf(pairs) };
  if (kind === 'delete')
    return pairs.length === 0
      ? { ...at, kind }
      : wrong(`The record at line ${at.line} deletes, and has values.`);
  if (kind === 'modify')
    return { ...at, kind, modifications: modificationsOf(steps), isOpen: steps.at(-1)?.dash !== true };
  if (kind !== 'modrdn' && kind !== 'moddn')
    return wrong(`The change at line ${at.line} is of no known kind.`);
  const newRdn = single(pairs, 'newrdn');
  const deleteOld = single(pairs, 'deleteoldrdn')?.trim();
  if (!newRdn || (deleteOld !== '0' && deleteOld !== '1'))
    return wrong(`The record at line ${at.line} has no newrdn or no deleteoldrdn.`);
  return {
    ...at,
    kind: 'modrdn',
    newRdn,
    deleteOld: deleteOld === '1',
    newSuperior: single(pairs, 'newsuperior'),
  };
}

function entryOf(
  lines: readonly LdifLine[],
  at: number,
  onRaw: () => void,
  onDn: (dn: string) => void,
): Entry {
  const [first, ...rest] = lines;
  const dnPair = first && pairOf(first, onRaw);
  if (dnPair?.kind.name !== 'dn') return wrong(`The record at line ${at} does not begin with dn.`);
  const dn = textOf(dnPair);
  onDn(dn);
  const steps = rest.map(
    (line): Step => (line.text === '-' ? { dash: true } : { pair: pairOf(line, onRaw) }),
  );
  const begin = steps.findIndex(({ pair }) => pair?.kind.name !== 'control');
  for (const { pair } of steps.slice(0, Math.max(0, begin)))
    if (pair && /^\S+ +true\b/.test(textOf(pair)))
      wrong(`The record at line ${at} demands a control that a file cannot carry out.`);
  const body = begin === -1 ? [] : steps.slice(begin);
  const [head] = body;
  if (head?.pair?.kind.name === 'changetype')
    return changeOf(textOf(head.pair).trim().toLowerCase(), { line: at, dn }, body.slice(1));
  if (begin > 0) return wrong(`The record at line ${at} has a control and no changetype.`);
  if (body.some(({ dash }) => dash)) return wrong(`The record at line ${at} has a “-” and no changetype.`);
  return { line: at, dn, kind: 'content', attributes: attributesOf(body.flatMap(({ pair }) => pair ?? [])) };
}

const ignore = () => undefined;

/** Lines of an entry that can be read by themselves. A change of an entry has none that are the entry's. */
function readable(lines: readonly LdifLine[]): Attributes | undefined {
  const found: Attributes = new Map();
  for (const line of lines) {
    try {
      const pair = pairOf(line, ignore);
      if (pair.kind.name === 'changetype') return undefined;
      if (pair.kind.name !== 'dn' && pair.kind.name !== 'control') put(found, pair);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
    }
  }
  return found;
}

/** @param onRaw a value has bytes above 7F that are not written as base64 */
export function readRecord(
  at: number,
  lines: readonly LdifLine[],
  onRaw: () => void = ignore,
): Entry | Wrong {
  let dn: string | undefined;
  try {
    return entryOf(lines, at, onRaw, (read) => {
      dn = read;
    });
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const { fault, message: sentence } = thrown;
    const attributes = readable(lines);
    return {
      line: at,
      fault,
      sentence,
      ...(dn === undefined ? {} : { dn }),
      ...(attributes === undefined ? {} : { attributes }),
    };
  }
}
