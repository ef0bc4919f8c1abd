/**
 * The gateway's HTTP API as a fake, for looking at the pages and testing them alone: it serves the built pages
 * under the real content security policy and answers src/contract/local-api.ts from data sets. Changes act on
 * the data set, so that a page's next reading shows them.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import qrcode from 'qrcode';
import { BEAT_MS } from '../../src/base/runtime/event-stream.ts';
import { type LicenceInput, wrongLicence } from '../../src/contract/inventory.ts';
import type {
  ConsentPolicy,
  Draft,
  DraftInput,
  LinkState,
  LookPolicy,
  Me,
  Overview,
  PbxTestResult,
  Signpost,
} from '../../src/contract/local-api.ts';
import type { NetworkView } from '../../src/contract/network-api.ts';
import type { UpdateSchedule, UpdateUploaded, UpdateView } from '../../src/contract/update.ts';
import { setupOf } from '../../src/gateway/core/setup-steps.ts';
import { backupPlan, backupView, resetView } from './backup-data.ts';
import {
  addNetwork,
  networkOfPlatform,
  networkReverted,
  networkTrial,
  networkTypical,
} from './network-api.ts';
import { outflowView } from './outflow-data.ts';
import * as data from './setup-data.ts';
import { supportBundles, supportManifest } from './support-data.ts';
import { addSync, type SyncWorld, syncWorld } from './sync-api.ts';
import type { Size } from './sync-data.ts';
import * as updates from './update-data.ts';

export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What a page may find. */
export type Scene = {
  readonly me: Me;
  readonly overview?: Overview;
  readonly signpost: Signpost;
  readonly test: PbxTestResult;
  /** Paths that answer 500. */
  readonly broken: readonly string[];
  /** Paths that never answer. */
  readonly silent: readonly string[];
  /** Length of the access log. */
  readonly accessLines?: number;
  /** What another browser typed, by form. */
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly siteSaved: boolean;
  readonly pbxSaved: boolean;
  readonly network: NetworkView;
  /** Rows in the lists of user synchronisation; default: some. */
  readonly syncRows?: Size;
  /** Default: one can be installed. */
  readonly update?: UpdateView;
  /** Bytes of an update file that are here. */
  readonly updateFile?: UpdateUploaded;
};

/** QR code as one path, row by row (the same form as the gateway's). */
export function qrPath(text: string): { path: string; size: number } {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const dark: string[] = [];
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1) if (modules.get(x, y)) dark.push(`M${x} ${y}h1v1h-1z`);
  return { path: dark.join(''), size: modules.size };
}

function base(time: number): Scene {
  const qr = qrPath('https://console.cloudlink.example/link?code=KTRH-PWVX');
  return {
    me: data.SIGNED_IN,
    overview: data.overviewTypical(time),
    signpost: data.signpost(time, data.linkWaiting(time, qr)),
    test: data.TEST_OK,
    broken: [],
    silent: [],
    drafts: {},
    siteSaved: true,
    pbxSaved: true,
    network: networkTypical(time),
  };
}

const LISTS = [
  '/api/people',
  '/api/sync/changes',
  '/api/sync/irregular',
  '/api/inventory',
  '/api/access-log',
  '/api/health',
  '/api/debug',
  '/api/licences',
  '/api/outflow',
  '/api/network',
  '/api/support',
  '/api/update',
  '/api/backup',
  '/api/factory-reset',
];

/** Name → what the pages find. */
export const SCENES = {
  typical: base,
  unlinked: (time: number): Scene => {
    const { signpost, ...rest } = base(time);
    return { ...rest, me: data.NOBODY, signpost: { ...signpost, link: { state: 'unlinked' } } };
  },
  waiting: (time: number): Scene => ({ ...base(time), me: data.NOBODY }),
  seen: (time: number): Scene => {
    const scene = base(time);
    const link: LinkState = { ...scene.signpost.link, seenBy: 'Priya Nair', wrongCodes: 2 };
    return { ...scene, me: data.NOBODY, signpost: { ...scene.signpost, link } };
  },
  refused: (time: number): Scene => {
    const scene = base(time);
    const error = {
      code: 'SETUP_CODE_ATTEMPTS',
      sentence: 'Five wrong set-up codes ended this attempt.',
      remedy: 'Read the code on the label again, then start anew.',
    };
    return { ...scene, me: data.NOBODY, signpost: { ...scene.signpost, link: { state: 'failed', error } } };
  },
  linked: (time: number): Scene => {
    const scene = base(time);
    const signpost: Signpost = {
      ...scene.signpost,
      linked: true,
      accountName: 'Ballad Industries',
      consoleUrl: 'https://console.cloudlink.example/',
      link: { state: 'linked' },
    };
    return { ...scene, me: data.SIGNED_OUT, signpost };
  },
  /** Linked, and nobody signs in here. */
  linkedOnly: (time: number): Scene => ({ ...SCENES.linked(time), me: data.NOBODY }),
  signedOut: (time: number): Scene => ({ ...base(time), me: data.SIGNED_OUT }),
  empty: (time: number): Scene => ({
    ...base(time),
    overview: data.overviewEmpty(time),
    siteSaved: false,
    pbxSaved: false,
    syncRows: 'none',
    update: updates.updateNone(time),
  }),
  held: (time: number): Scene => ({ ...base(time), overview: data.overviewHeld(time) }),
  toConnect: (time: number): Scene => {
    const scene = base(time);
    const { sync } = data.overviewEmpty(time);
    const onboarding = { siteSaved: true, pbxSaved: true, connected: false, completed: false };
    return {
      ...scene,
      test: data.TEST_FAILED,
      overview: { ...data.overviewHeld(time), onboarding, sync },
    };
  },
  /** The PBX answers, and its users have not been read. */
  connectedOnly: (time: number): Scene => {
    const scene = base(time);
    const { sync } = data.overviewEmpty(time);
    const onboarding = { siteSaved: true, pbxSaved: true, connected: true, completed: false };
    return {
      ...scene,
      broken: ['/api/pbx/connect'],
      overview: { ...data.overviewHeld(time), onboarding, sync },
    };
  },
  /** 50,000 rows in every list that can be so long. */
  full: (time: number): Scene => ({
    ...base(time),
    overview: data.overviewFull(time),
    accessLines: 50_000,
    syncRows: 'many',
  }),
  /** 50,000 users without an address, and as many with one that others have. */
  many: (time: number): Scene => ({ ...base(time), overview: data.overviewMany(time) }),
  guarded: (time: number): Scene => ({ ...base(time), overview: data.overviewGuarded(time) }),
  quiet: (time: number): Scene => ({ ...base(time), overview: data.overviewQuiet(time) }),
  neverLinked: (time: number): Scene => ({
    ...base(time),
    overview: data.overviewUnlinked(time),
    pbxSaved: false,
  }),
  deactivated: (time: number): Scene => ({ ...base(time), overview: data.overviewDeactivated(time) }),
  noPbx: (time: number): Scene => ({ ...base(time), overview: data.overviewNoPbx(time), pbxSaved: false }),
  tunnelDown: (time: number): Scene => ({ ...base(time), overview: data.overviewTunnelDown(time) }),
  diskFull: (time: number): Scene => ({ ...base(time), overview: data.overviewDiskFull(time) }),
  /** An SMB Controller, linked a minute ago, its site saved. */
  smbc: (time: number): Scene => ({
    ...base(time),
    overview: data.overviewSmbc(time),
    pbxSaved: false,
  }),
  /** Somebody else has just set the schedule. */
  scheduled: (time: number): Scene => {
    const overview = data.overviewOffline(time);
    const scheduleSaved = { version: 9, at: time - 60_000, by: 'Dana Whitfield' };
    return {
      ...base(time),
      overview: { ...overview, sync: { ...overview.sync, scheduleMinutes: 45, scheduleSaved } },
    };
  },
  /** Somebody waits for consent, and somebody else is in; one target has named people. */
  asked: (time: number): Scene => ({ ...base(time), overview: data.overviewAsked(time) }),
  /** The same, looked at through a remote session. */
  askedRemote: (time: number): Scene => ({
    ...base(time),
    overview: data.overviewAsked(time),
    me: { ...data.SIGNED_IN, via: 'tunnel' },
  }),
  /** One person with two sessions. */
  twice: (time: number): Scene => {
    const overview = data.overviewTypical(time);
    const again = overview.sessions.map((session) => ({ ...session, id: `${session.id}-again` }));
    return { ...base(time), overview: { ...overview, sessions: [...overview.sessions, ...again] } };
  },
  /** Somebody else types here, and had saved before. */
  together: (time: number): Scene => {
    const values = { name: 'Head office', city: 'Gatineau' };
    const saved = { version: 3, at: time - 2 * 60_000, by: 'Dana Whitfield' };
    const overview = data.overviewEmpty(time);
    return {
      ...base(time),
      overview,
      siteSaved: false,
      pbxSaved: false,
      drafts: { site: { values, tab: 'tab-of-dana', saved } },
    };
  },
  networkTrial: (time: number): Scene => ({ ...base(time), network: networkTrial(time) }),
  networkReverted: (time: number): Scene => ({ ...base(time), network: networkReverted(time) }),
  /** The platform sets its own network. */
  networkOfPlatform: (time: number): Scene => {
    const overview = data.overviewTypical(time);
    return {
      ...base(time),
      network: networkOfPlatform(time),
      overview: { ...overview, kind: 'msl', setup: { ...overview.setup, network: false } },
    };
  },
  /** Looked at through a remote session. */
  networkRemote: (time: number): Scene => ({ ...base(time), me: { ...data.SIGNED_IN, via: 'tunnel' } }),
  offline: (time: number): Scene => ({ ...base(time), overview: data.overviewOffline(time) }),
  failed: (time: number): Scene => ({
    ...base(time),
    overview: data.overviewFailed(time),
    test: data.TEST_FAILED,
    broken: LISTS,
  }),
  updateDownloading: (time: number): Scene => ({ ...base(time), update: updates.updateDownloading(time) }),
  updateWaiting: (time: number): Scene => ({ ...base(time), update: updates.updateWaiting(time) }),
  updateTrial: (time: number): Scene => ({ ...base(time), update: updates.updateTrial(time) }),
  /** Taken back, and a whole file was brought. */
  updateRolledBack: (time: number): Scene => ({
    ...base(time),
    update: updates.updateRolledBack(time),
    updateFile: { offset: 41_300_000, total: 41_300_000, complete: true },
  }),
  loading: (time: number): Scene => ({
    ...base(time),
    silent: ['/api/overview', '/api/events/live', '/api/signpost'],
  }),
  unreachable: (time: number): Scene => ({
    ...base(time),
    broken: ['/api/overview', '/api/events/live', '/api/signpost'],
  }),
} as const satisfies Record<string, (time: number) => Scene>;
export type SceneName = keyof typeof SCENES;

const TYPE: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

function problem(
  reply: FastifyReply,
  status: number,
  code: string,
  title: string,
  remedy: string,
  errors?: object[],
) {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({
      type: `urn:cloudlink:error:${code}`,
      title,
      status,
      code,
      remedy,
      ...(errors ? { errors } : {}),
    });
}

const draftsOf = ({ drafts }: Scene): Overview['drafts'] =>
  Object.entries(drafts).map(([form, { tab, saved }]) => ({ form, tab, saved }));

function page<T>(items: readonly T[], query: { after?: string; limit?: string }) {
  const from = Number(query.after ?? 0);
  const limit = Number(query.limit ?? 50);
  const next = from + limit;
  return {
    items: items.slice(from, next),
    total: items.length,
    ...(next < items.length ? { next: String(next) } : {}),
  };
}

const meanwhile = (reply: FastifyReply) =>
  problem(
    reply,
    412,
    'CHANGED_MEANWHILE',
    'Somebody else changed this after your page had read it. Nothing was overwritten.',
    'Look at what stands there now, and choose which one shall hold.',
  );

type ListQuery = { kind?: string; q?: string; list?: string; after?: string; limit?: string };

export type SetupApi = {
  readonly url: string;
  /** Requests that changed something: `POST /api/sync/run`. */
  readonly changes: readonly { readonly request: string; readonly body: unknown }[];
  /** Another data set, from the next request on. */
  readonly show: (name: SceneName) => void;
  /** Breaks the event streams, as a gateway that loses its power does. */
  readonly dropEvents: () => void;
  /** Nothing is answered and no stream says anything, as behind a pulled cable; returns what ends it. */
  readonly freeze: () => () => void;
  readonly close: () => Promise<void>;
};

export type SetupApiOptions = {
  /** Folder of the build: has `setup/index.html` and `assets/`. */
  readonly webRoot: string;
  readonly scene: SceneName;
  readonly port?: number;
};

/** Starts the fake on a free port of 127.0.0.1. */
export async function startSetupApi({ webRoot, scene, port = 0 }: SetupApiOptions): Promise<SetupApi> {
  const app = fastify({ forceCloseConnections: true });
  const changes: { request: string; body: unknown }[] = [];
  let frozen: Promise<void> | undefined;
  let current: Scene = SCENES[scene](Date.now());
  let sync: SyncWorld;
  const show = (name: SceneName) => {
    const time = Date.now();
    current = SCENES[name](time);
    sync = syncWorld(time, current.syncRows ?? 'some');
  };
  show(scene);
  const overview = (): Overview => {
    const shown = current.overview ?? data.overviewEmpty(Date.now());
    const { trial } = current.network;
    const networkTrial = trial && { networkTrial: { endsAt: trial.endsAt } };
    const setup = setupOf(shown.kind, shown.onboarding);
    return { ...shown, setup, drafts: draftsOf(current), ...networkTrial };
  };
  const put = (over: Partial<Overview>) => {
    current = { ...current, overview: { ...overview(), ...over } };
  };

  app.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', CSP);
    reply.header('x-content-type-options', 'nosniff');
    await frozen;
    const [path = ''] = request.url.split('?');
    if (current.silent.includes(path)) await new Promise(() => undefined);
    if (current.broken.includes(path))
      return problem(
        reply,
        503,
        'STORE_BUSY',
        'The gateway is busy with something else.',
        'Try again in a minute.',
      );
  });
  app.addHook('preHandler', async (request, reply) => {
    // what is typed changes nothing that is saved
    if (request.method === 'GET' || request.url.startsWith('/api/drafts/')) return;
    changes.push({ request: `${request.method} ${request.url}`, body: request.body });
    const open = ['/api/link', '/api/admin', '/api/session', '/api/network/keep'].includes(request.url);
    if (!open && request.headers['x-csrf-token'] !== current.me.csrf)
      return problem(reply, 403, 'CSRF', 'The request did not come from this page.', 'Reload the page.');
  });
  const dropEvents = addEvents(app, overview, () => frozen !== undefined);
  addReads(app, () => current, overview);
  addUpdates(
    app,
    () => current,
    (more) => {
      current = { ...current, ...more };
    },
  );
  addChanges(app, () => current, overview, put);
  addNetwork(
    app,
    () => current.network,
    (network) => {
      current = { ...current, network };
    },
  );
  addSync(app, () => sync);
  app.delete('/api/session', async (_request, reply) => {
    current = { ...current, me: data.SIGNED_OUT };
    return reply.code(204).send();
  });
  app.post<{ Body: { setupCode: string } }>('/api/admin', async (request, reply) => {
    if (!request.body.setupCode.startsWith('K7'))
      return problem(reply, 403, 'SETUP_CODE_WRONG', 'This is not the set-up code.', 'Read it again.', [
        { field: 'setupCode', sentence: 'This is not the set-up code. Four tries are left.' },
      ]);
    current = { ...current, me: data.SIGNED_IN };
    return current.me;
  });
  app.post<{ Body: { password: string } }>('/api/session', async (request, reply) => {
    if (request.body.password === 'locked')
      return problem(
        reply.header('retry-after', '300'),
        429,
        'RATE_LIMITED',
        'There were too many attempts.',
        'Wait a minute and try again.',
      );
    if (request.body.password === 'wrong')
      return problem(reply, 401, 'SIGN_IN_REFUSED', 'Name or password is not right.', 'Type both again.');
    current = { ...current, me: data.SIGNED_IN };
    return current.me;
  });
  app.get<{ Params: { form: string } }>(
    '/api/drafts/:form',
    async ({ params }, reply) =>
      current.drafts[params.form] ??
      problem(reply, 404, 'NOT_FOUND', 'There is nothing here.', 'Look elsewhere.'),
  );
  app.put<{ Params: { form: string }; Body: DraftInput }>('/api/drafts/:form', async (request, reply) => {
    const { form } = request.params;
    const before = current.drafts[form];
    const seen = request.headers['if-match'];
    if (before && before.tab !== request.body.tab && seen !== `"${before.saved.version}"`)
      return meanwhile(reply);
    const at = Date.now();
    const saved = { version: Math.max(at, (before?.saved.version ?? 0) + 1), at, by: current.me.name ?? '' };
    current = { ...current, drafts: { ...current.drafts, [form]: { ...request.body, saved } } };
    return current.drafts[form];
  });
  app.delete<{ Params: { form: string } }>('/api/drafts/:form', async ({ params }, reply) => {
    const { [params.form]: _gone, ...drafts } = current.drafts;
    current = { ...current, drafts };
    return reply.code(204).send();
  });
  app.post('/api/alarms/:code/cure', async () => ({ sentence: 'It was looked at again.' }));
  app.post('/api/restart', async () => ({ sentence: 'The program restarts now.' }));
  app.post('/api/reboot', async (_request, reply) =>
    problem(
      reply,
      503,
      'HELPER_UNAVAILABLE',
      'The privileged helper is not installed here.',
      'Install the systemd units, or do this on the host.',
    ),
  );
  addPages(app, webRoot);

  const url = await app.listen({ host: '127.0.0.1', port });
  const freeze = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    frozen = promise;
    return () => {
      frozen = undefined;
      resolve();
    };
  };
  return { url, changes, show, dropEvents, freeze, close: () => app.close() };
}

/** Returns what breaks the open streams. */
function addEvents(app: FastifyInstance, overview: () => Overview, isFrozen: () => boolean): () => void {
  const open = new Set<ServerResponse>();
  const beat = setInterval(() => {
    if (!isFrozen()) for (const stream of open) stream.write('event: beat\ndata: {}\n\n');
  }, BEAT_MS).unref();
  app.addHook('onClose', async () => clearInterval(beat));
  app.get('/api/events/live', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(`event: overview\ndata: ${JSON.stringify(overview())}\n\n`);
    open.add(reply.raw);
    reply.raw.on('close', () => open.delete(reply.raw));
  });
  return () => {
    for (const stream of open) stream.destroy();
  };
}

function addUpdates(app: FastifyInstance, scene: () => Scene, put: (more: Partial<Scene>) => void): void {
  const update = () => scene().update ?? updates.updateAvailable(Date.now());
  const setUpdate = (more: Partial<UpdateView>) => {
    put({ update: { ...update(), ...more } });
    return update();
  };
  const setSchedule = (more: Partial<UpdateSchedule>) =>
    setUpdate({ schedule: { ...update().schedule, ...more } });
  const noFile: UpdateUploaded = { offset: 0, total: 0, complete: false };
  app.get('/api/update', async () => update());
  app.put('/api/update/schedule', async ({ body }) =>
    setSchedule({
      ...(body as UpdateSchedule),
      changedBy: { name: 'Avery Cole', via: 'local' },
      changedAt: Date.now(),
    }),
  );
  app.post('/api/update/check', async () => setUpdate({ lastCheckAt: Date.now() }));
  app.post('/api/update/install', async ({ body }) => {
    const { when } = body as { when?: string };
    const time = Date.now();
    return setUpdate(when === 'window' ? updates.updateWaiting(time) : updates.updateDownloading(time));
  });
  app.post('/api/update/postpone', async () => setUpdate({ waitsUntil: Date.now() + 27 * 3_600_000 }));
  app.post('/api/update/cancel', async () => setUpdate({ state: 'idle' }));
  app.post('/api/update/pause', async () => setSchedule({ pausedUntil: 8_640_000_000_000_000 }));
  app.post('/api/update/resume', async () => setSchedule({ pausedUntil: 0 }));
  app.get('/api/update/file', async () => scene().updateFile ?? noFile);
  app.put('/api/update/file', { bodyLimit: 8 * 1024 * 1024 }, async ({ headers }) => {
    const [, , end, total] = /bytes (\d+)-(\d+)\/(\d+)/.exec(headers['content-range'] ?? '') ?? [];
    const uploaded = {
      offset: Number(end) + 1,
      total: Number(total),
      complete: Number(end) + 1 === Number(total),
    };
    put({ updateFile: uploaded });
    return uploaded;
  });
  app.delete('/api/update/file', async (_, reply) => {
    put({ updateFile: noFile });
    return reply.code(204).send();
  });
}

/** The licence of the host as somebody entered it; by the rule of the gateway. */
function addInventory(app: FastifyInstance, overview: () => Overview): void {
  let licence: LicenceInput | undefined = data.ENTERED;
  const view = () => data.inventory(Date.now(), licence);
  app.get('/api/inventory', async () => (overview().inventory.lastAt === undefined ? {} : view()));
  app.post('/api/inventory/report', async () => view());
  app.put<{ Body: LicenceInput }>('/api/inventory/licence', async ({ body }, reply) => {
    const wrong = wrongLicence(body);
    if (wrong.length > 0) return problem(reply, 400, 'BAD_INPUT', 'That cannot be.', 'Correct it.', wrong);
    licence = body;
    return view();
  });
  app.delete('/api/inventory/licence', async () => {
    licence = undefined;
    return view();
  });
}

function addReads(app: FastifyInstance, scene: () => Scene, overview: () => Overview): void {
  const none = (reply: FastifyReply) =>
    problem(reply, 404, 'NOT_FOUND', 'There is nothing here.', 'Check the address.');
  app.get('/api/me', async () => scene().me);
  app.get('/api/people', async () => ({ people: data.people(Date.now()) }));
  app.get('/api/me/sessions', async () => ({ sessions: data.ownSessions(Date.now()) }));
  app.get('/api/signpost', async () => scene().signpost);
  app.get('/api/link', async () => scene().signpost.link);
  app.get('/api/overview', async () => overview());
  app.get('/api/site', async (_request, reply) =>
    scene().siteSaved ? data.siteView(Date.now()) : none(reply),
  );
  app.get('/api/pbx/types', async () =>
    overview().kind === 'smbc' ? data.proposing(data.PBX_TYPES) : data.PBX_TYPES,
  );
  app.get('/api/pbx', async (_request, reply) => (scene().pbxSaved ? data.pbxLink(Date.now()) : none(reply)));
  app.get('/api/sync', async () => overview().sync);
  app.get<{ Querystring: ListQuery }>('/api/sync/changes', async ({ query }) => {
    const { kind, q = '' } = query;
    const wanted = data
      .planChanges(overview().sync)
      .filter((c) => !kind || c.kind === kind)
      .filter((c) => `${c.name} ${c.email} ${c.extension}`.toLowerCase().includes(q.toLowerCase()));
    return page(wanted, query);
  });
  const irregular = ({ list, q = '' }: ListQuery) => {
    const { withoutEmail, sharedEmail } = overview().sync;
    const all = list === 'none' ? data.withoutEmail(withoutEmail) : data.sharedEmail(sharedEmail);
    return all.filter((u) => `${u.name} ${u.email} ${u.extension}`.toLowerCase().includes(q.toLowerCase()));
  };
  app.get<{ Querystring: ListQuery }>('/api/sync/irregular', async ({ query }) =>
    page(irregular(query), query),
  );
  app.get<{ Querystring: ListQuery }>('/api/sync/irregular.csv', async ({ query }, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="users.csv"')
      .send(
        irregular(query)
          .map((u) => `${u.name},${u.extension}\r\n`)
          .join(''),
      ),
  );
  app.get('/api/debug', async () => data.debugFacts(Date.now()));
  app.get('/api/licences', async () => data.LICENCES);
  app.get<{ Querystring: { day?: string } }>('/api/outflow', async ({ query }) =>
    outflowView(Date.now(), scene().syncRows ?? 'some', query.day),
  );
  const keptBundles = { none: 0, some: 2, many: 5 } as const;
  app.get('/api/support', async () => ({
    bundles: supportBundles(Date.now(), keptBundles[scene().syncRows ?? 'some']),
  }));
  app.post('/api/support/preview', async () => supportManifest(Date.now()));
  app.post('/api/support', async () => supportBundles(Date.now(), 1)[0]);
  app.delete('/api/support/:id', async (_, reply) => reply.code(204).send());
  app.get('/api/backup', async () => backupView(Date.now(), scene().syncRows ?? 'some'));
  app.post('/api/backup/plan', async () => backupPlan(Date.now()));
  app.post('/api/backup/restore', async () => ({ sentence: 'The program restarts now.' }));
  app.post('/api/factory-reset', async () => resetView(Date.now(), 'some'));
  app.get('/api/factory-reset', async () => resetView(Date.now(), scene().syncRows ?? 'some'));
  app.get('/api/tunnels', async () => ({ targets: overview().targets }));
  app.get('/api/sessions', async () => ({ sessions: overview().sessions }));
  app.get<{ Querystring: ListQuery }>('/api/access-log', async ({ query }) =>
    page(
      overview().sessions.length > 0
        ? data
            .accessLines(Date.now(), scene().accessLines ?? 214)
            .filter(({ path, person }) => `${path} ${person}`.includes(query.q ?? ''))
        : [],
      query,
    ),
  );
  app.post('/api/access-log/verify', async () => data.accessVerdict(Date.now()));
  addInventory(app, overview);
  app.get('/api/health', async () => ({ checks: data.pbxChecks(Date.now()) }));
  app.get('/api/health/report', async (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .send('CloudLink gateway cloudlink.local\n\n[OK] Name server (DNS)\n'),
  );
  app.get('/api/logs', async () => ({
    lines: [
      '14:31:50 info linked',
      '14:32:10 info sync cycle 18 ended',
      '14:32:11 warn target micollab-admin down',
    ],
  }));
}

function addChanges(
  app: FastifyInstance,
  scene: () => Scene,
  overview: () => Overview,
  put: (over: Partial<Overview>) => void,
): void {
  const done = (reply: FastifyReply) => reply.code(204).send();
  const onTarget = (id: string, state: 'started' | 'stopped') => {
    const targets = overview().targets.map((t) => (t.id === id ? { ...t, state, since: Date.now() } : t));
    put({ targets });
    return targets.find((t) => t.id === id);
  };
  app.post('/api/link', async () => SCENES.waiting(Date.now()).signpost.link);
  app.delete('/api/link', async (_request, reply) => done(reply));
  app.post('/api/unlink', async (_request, reply) => done(reply));
  app.put('/api/site', async (request, reply) => {
    const { saved } = data.siteView(Date.now());
    if (scene().siteSaved && request.headers['if-match'] !== `"${saved?.version}"`) return meanwhile(reply);
    return { ...(request.body as object), saved };
  });
  app.put<{ Body: { values: { host?: string } } }>('/api/pbx', async (request, reply) => {
    if (request.body.values.host === '192.168.10.300')
      return problem(
        reply,
        400,
        'BAD_INPUT',
        'Something is not as it should be.',
        'Correct the named field.',
        [
          {
            field: 'values.host',
            sentence: '192.168.10.300 cannot exist. Each of the four numbers goes from 0 to 255.',
          },
        ],
      );
    return data.pbxLink(Date.now());
  });
  app.post('/api/pbx/test', async () => scene().test);
  app.post('/api/pbx/connect', async () => {
    if (scene().test.ok) put({ onboarding: { ...overview().onboarding, connected: true } });
    return scene().test;
  });
  app.post('/api/sync/run', async () => {
    put({ sync: data.syncRunning(Date.now()) });
    return overview().sync;
  });
  app.post('/api/sync/preview', async () => overview().sync);
  app.post('/api/sync/confirm', async () => overview().sync);
  app.put<{ Body: { minutes: number } }>('/api/sync/schedule', async (request, reply) => {
    const { scheduleSaved } = overview().sync;
    const known = request.headers['if-match'] ?? request.headers['if-none-match'];
    if (known !== (scheduleSaved ? `"${scheduleSaved.version}"` : '*')) return meanwhile(reply);
    put({ sync: { ...overview().sync, scheduleMinutes: request.body.minutes } });
    return overview().sync;
  });
  app.post('/api/onboarding/complete', async () => {
    put({ onboarding: { siteSaved: true, pbxSaved: true, connected: true, completed: true } });
    return overview();
  });
  app.post('/api/tunnels', async (_request, reply) =>
    problem(reply, 409, 'TARGET_EXISTS', 'This target is in the list already.', 'Change that one.'),
  );
  app.post<{ Params: { id: string } }>('/api/tunnels/:id/start', async ({ params }) =>
    onTarget(params.id, 'started'),
  );
  app.post<{ Params: { id: string } }>('/api/tunnels/:id/stop', async ({ params }) =>
    onTarget(params.id, 'stopped'),
  );
  app.post('/api/tunnels/stop-all', async () => {
    for (const t of overview().targets) onTarget(t.id, 'stopped');
    return { targets: overview().targets };
  });
  app.post('/api/tunnels/start-all', async () => ({ targets: overview().targets }));
  for (const verb of ['approve', 'deny'] as const)
    app.post<{ Params: { id: string } }>(`/api/access-requests/:id/${verb}`, async ({ params }) => {
      const { accessRequests = [] } = overview();
      const one = accessRequests.find((request) => request.id === params.id);
      put({ accessRequests: accessRequests.filter((request) => request !== one) });
      const state = verb === 'approve' ? 'approved' : 'denied';
      return { ...one, state, answeredAt: Date.now(), answeredBy: 'Priya Nair' };
    });
  app.put<{ Params: { id: string }; Body: ConsentPolicy }>(
    '/api/tunnels/:id/consent',
    async ({ params, body }) => {
      const targets = overview().targets.map((one) =>
        one.id === params.id ? { ...one, consent: body } : one,
      );
      put({ targets });
      return targets.find((one) => one.id === params.id);
    },
  );
  app.put<{ Params: { look: LookPolicy['look'] }; Body: ConsentPolicy }>(
    '/api/looks/:look/consent',
    async ({ params: { look }, body }) => {
      const looks = (overview().looks ?? []).map((one) =>
        one.look === look ? { look, consent: body } : one,
      );
      put({ looks });
      return { look, consent: body };
    },
  );
  app.post<{ Params: { id: string } }>('/api/sessions/:id/end', async ({ params }, reply) => {
    put({ sessions: overview().sessions.filter((s) => s.id !== params.id) });
    return done(reply);
  });
  app.post('/api/health/run', async () => ({ checks: data.pbxChecks(Date.now()) }));
}

function addPages(app: FastifyInstance, webRoot: string): void {
  const send = (reply: FastifyReply, file: string) =>
    reply.type(TYPE[extname(file)] ?? 'application/octet-stream').send(readFileSync(file));
  app.get<{ Params: { '*': string } }>('/assets/*', async (request, reply) => {
    const file = normalize(join(webRoot, 'assets', request.params['*']));
    if (!file.startsWith(join(webRoot, 'assets')) || !existsSync(file)) return reply.code(404).send();
    return send(reply, file);
  });
  app.get('/*', async (_request, reply) => send(reply, join(webRoot, 'setup', 'index.html')));
}
