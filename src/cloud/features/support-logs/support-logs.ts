/**
 * Support logs (row C7): made by hand or with a bundle of a gateway, noted on and moved by the partner, taken as a zip
 * file. Contacts learn of each new one, and every seven days of those that are still open (mail.ts).
 */
import { Value } from 'typebox/value';
import type { Clock } from '../../../base/clock.ts';
import { AskerArgs } from '../../../contract/commands.ts';
import {
  ACCOUNT_ATTACHMENT_BYTES,
  ATTACHMENT_BYTES,
  ATTACHMENTS_MOST,
  PRODUCTS_SEEN_MS,
  REMINDER_MS,
  type SupportAttachment,
  type SupportLogChange,
  type SupportLogDetail,
  type SupportLogInput,
  type SupportLogView,
} from '../../../contract/support-logs.ts';
import { fail } from '../../core/errors.ts';
import type { Live } from '../../core/live.ts';
import type { Account, Actor, Gateway, Scope, SignedIn } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { CommandStore, KeptBundle, PersonStore } from '../../core/ports/stores.ts';
import type {
  NewSupportLog,
  NewSupportMail,
  SupportFile,
  SupportLog,
  SupportLogStore,
} from '../../core/ports/support-logs.ts';
import { createSniffer, fileName } from './content.ts';
import { type ExportEntry, exportEntries } from './export.ts';

/** Bytes of one row of an attachment. */
const PIECE_BYTES = 256 * 1024;
const DAY_MS = 86_400_000;

export type SupportLogsDeps = {
  readonly store: SupportLogStore;
  readonly commands: Pick<CommandStore, 'byId'>;
  readonly people: Pick<PersonStore, 'byId'>;
  /** To whom a log of this account is told; nobody where no mail server is. */
  readonly mails: (accountId: string) => Promise<readonly NewSupportMail[]>;
  readonly crypto: Pick<Crypto, 'uuidv7'>;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly live: Pick<Live, 'tell'>;
};

export type SupportLogs = ReturnType<typeof createSupportLogs>;

export function toView(log: SupportLog): SupportLogView {
  const { id, title, product, state, createdAt, changedAt, reporter, account, gateway, attachments } = log;
  const { number, name, partner } = account;
  return {
    id,
    title,
    product,
    state,
    createdAt,
    changedAt,
    reporter: { ...reporter },
    account: { number, name, ...(partner === undefined ? {} : { partner }) },
    ...(gateway === undefined ? {} : { gateway }),
    attachments,
  };
}

const toAttachment = ({ bundle, ...file }: SupportFile): SupportAttachment => ({
  ...file,
  bundle: bundle !== undefined,
});

/** Pieces of one size, whatever they come in. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>, size: number): AsyncIterable<Uint8Array> {
  let piece = new Uint8Array(size);
  let filled = 0;
  for await (const part of bytes) {
    for (let from = 0; from < part.byteLength; ) {
      const taken = part.subarray(from, from + size - filled);
      piece.set(taken, filled);
      filled += taken.byteLength;
      from += taken.byteLength;
      if (filled < size) continue;
      yield piece;
      piece = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

export function createSupportLogs(deps: SupportLogsDeps) {
  const { store, clock, crypto } = deps;

  const find = async (scope: Scope, id: string): Promise<SupportLog> => {
    const log = await store.find(scope, id);
    if (!log) throw fail('NOT_FOUND');
    return log;
  };
  const told = async (
    log: Pick<SupportLog, 'id' | 'title' | 'gateway'> & { readonly account: { readonly id: string } },
    actor: Actor,
    action: string,
    more: { propertiesChanged?: string[]; details?: Record<string, unknown> } = {},
  ) => {
    await deps.audit({
      accountId: log.account.id,
      ...(log.gateway ? { gatewayId: log.gateway.id } : {}),
      actor: { id: actor.id, name: actor.name },
      action,
      eventType: 'Admin',
      asset: log.title,
      ...more,
      details: { supportLog: log.id, ...more.details },
    });
    deps.live.tell({ kind: 'supportLog', id: log.id, accountId: log.account.id });
  };
  const detail = async (log: SupportLog): Promise<SupportLogDetail> => ({
    ...toView(log),
    description: log.description,
    revision: log.revision,
    ...(log.remindAt === undefined ? {} : { remindAt: log.remindAt }),
    notes: await store.notes(log.id),
    files: (await store.files(log.id)).map(toAttachment),
  });
  const fresh = (accountId: string): Pick<NewSupportLog, 'id' | 'accountId' | 'createdAt' | 'remindAt'> => {
    const createdAt = clock.now();
    return { id: crypto.uuidv7(), accountId, createdAt, remindAt: createdAt + REMINDER_MS };
  };
  /** Who ordered the bundle, and why: its id is that of the order. */
  const askedBy = async (
    gateway: Gateway,
    bundleId: string,
  ): Promise<Pick<NewSupportLog, 'reporter' | 'description'>> => {
    const order = await deps.commands.byId(bundleId);
    if (order?.gatewayId !== gateway.id)
      return { reporter: { id: gateway.id, name: gateway.name }, description: '' };
    const person = await deps.people.byId(order.issuedBy.id);
    const why = Value.Check(AskerArgs, order.args) ? [order.args.reason, order.args.ticket] : [];
    return {
      reporter: { ...order.issuedBy, ...(person ? { email: person.email } : {}) },
      description: why.filter(Boolean).join('\n'),
    };
  };

  /** Stores what comes, as long as it is no larger than it may be and of a type that is taken. */
  async function receive(fileId: string, bytes: AsyncIterable<Uint8Array>) {
    const sniffer = createSniffer();
    let size = 0;
    for await (const piece of inPieces(bytes, PIECE_BYTES)) {
      if (size + piece.byteLength > ATTACHMENT_BYTES) throw fail('ATTACHMENT_TOO_LARGE');
      sniffer.take(piece);
      if (sniffer.isRefused()) throw fail('ATTACHMENT_TYPE');
      await store.appendFile(fileId, size, piece);
      size += piece.byteLength;
    }
    const type = sniffer.type();
    if (type === undefined) throw fail('ATTACHMENT_TYPE');
    return { type, size };
  }

  return {
    list: async (scope: Scope, query: Parameters<SupportLogStore['list']>[1]) => {
      const page = await store.list(scope, query);
      return { ...page, items: page.items.map(toView) };
    },
    facets: (scope: Scope, accounts: readonly string[] | undefined) =>
      store.facets(scope, accounts, clock.now() - PRODUCTS_SEEN_MS),
    /** @throws AppError NOT_FOUND */
    view: async (scope: Scope, id: string): Promise<SupportLogDetail> => detail(await find(scope, id)),
    /** @param gateway of the account, where the log is about one */
    async create(
      me: SignedIn,
      account: Account,
      { title, product, description }: SupportLogInput,
      gateway: Gateway | undefined,
    ): Promise<SupportLogDetail> {
      const log: NewSupportLog = {
        ...fresh(account.id),
        title: title.trim(),
        product,
        description,
        reporter: { id: me.id, name: me.name, email: me.email },
        ...(gateway ? { gateway: { id: gateway.id, name: gateway.name } } : {}),
      };
      await store.insert(log, await deps.mails(account.id));
      const made = await find(me, log.id);
      await told(made, me, 'Support log created', { details: { product } });
      return detail(made);
    },
    /** Only for a partner: the route asks for that. @throws AppError NOT_FOUND, SUPPORT_LOG_CHANGED */
    async change(me: SignedIn, id: string, { revision, state, note = '' }: SupportLogChange) {
      const log = await find(me, id);
      const at = clock.now();
      const isNew = state !== log.state;
      if (!isNew && note === '') return detail(log);
      const remindAt = state !== 'Open' ? undefined : isNew ? at + REMINDER_MS : log.remindAt;
      const isDone = await store.change(id, revision, {
        state,
        remindAt,
        note: { id: crypto.uuidv7(), at, by: me.name, text: note, ...(isNew ? { state } : {}) },
        actor: me,
      });
      if (!isDone) throw fail('SUPPORT_LOG_CHANGED');
      await told(log, me, 'Support log changed', {
        propertiesChanged: [...(isNew ? ['Status'] : []), ...(note === '' ? [] : ['Notes'])],
        details: isNew ? { from: log.state, to: state } : {},
      });
      return detail(await find(me, id));
    },
    /** @throws AppError NOT_FOUND, ATTACHMENTS_FULL, ATTACHMENT_TOO_LARGE, ATTACHMENT_TYPE */
    async attach(me: SignedIn, id: string, given: string, bytes: AsyncIterable<Uint8Array>) {
      const log = await find(me, id);
      const { files, accountBytes } = await store.usage(log);
      if (files >= ATTACHMENTS_MOST || accountBytes + ATTACHMENT_BYTES > ACCOUNT_ATTACHMENT_BYTES)
        throw fail('ATTACHMENTS_FULL');
      const file = { id: crypto.uuidv7(), name: fileName(given), at: clock.now(), by: me.name };
      await store.beginFile(id, file);
      try {
        const { type, size } = await receive(file.id, bytes);
        await store.finishFile(id, { id: file.id, type, size, at: clock.now() });
        await told(log, me, 'Support attachment added', { details: { name: file.name, bytes: size } });
      } catch (error) {
        // what was cut off goes; where this fails too, the next look for old rows takes it
        await store.removeFile(file.id);
        throw error;
      }
      return detail(await find(me, id));
    },
    /** Who took it is told to the account. @throws AppError NOT_FOUND, ATTACHMENT_GONE */
    async open(me: SignedIn, id: string, fileId: string) {
      const log = await find(me, id);
      const file = (await store.files(id)).find((one) => one.id === fileId);
      if (!file) throw fail('NOT_FOUND');
      if (!file.kept) throw fail('ATTACHMENT_GONE');
      await told(log, me, 'Support attachment downloaded', { details: { name: file.name } });
      return { file, bytes: store.readFile(file) };
    },
    /** What the zip file has. @throws AppError NOT_FOUND */
    async export(me: SignedIn, id: string): Promise<readonly ExportEntry[]> {
      const log = await find(me, id);
      const entries = exportEntries(log, await store.notes(id), await store.files(id));
      await told(log, me, 'Support log exported');
      return entries;
    },
    read: (file: SupportFile) => store.readFile(file),
    /** A bundle is whole: it joins the gateway's log that is still worked on, or makes one. */
    async bundleStored(gateway: Gateway, bundle: Pick<KeptBundle, 'id'>): Promise<void> {
      const { id: gatewayId, accountId, name } = gateway;
      const log: NewSupportLog = {
        ...fresh(accountId),
        title: `Support bundle of ${name}`,
        product: 'gateway',
        ...(await askedBy(gateway, bundle.id)),
        gateway: { id: gatewayId, name },
      };
      const where = { gatewayId, id: bundle.id, fileId: crypto.uuidv7() };
      const logId = await store.bundleStored(where, log, await deps.mails(accountId));
      if (logId === log.id)
        await told({ ...log, account: { id: accountId } }, log.reporter, 'Support log created', {
          details: { product: log.product },
        });
      else deps.live.tell({ kind: 'supportLog', id: logId, accountId });
    },
    /** @param days that a resolved log is kept */
    prune: (days: number): Promise<void> => {
      const now = clock.now();
      return store.prune({ resolved: now - days * DAY_MS, mails: now - 120 * DAY_MS, begun: now - DAY_MS });
    },
  };
}
