/** User synchronisation as functions (src/contract/sync-api.ts); the one place where its addresses stand. */
import type { Static } from 'typebox';
import type { PbxTestResult } from '../../../src/contract/local-api.ts';
import type {
  Decision,
  DetainedDetail,
  DetainedDone,
  DetainedPage,
  DetainedVerb,
  Explanation,
  FindingPage,
  ImportChoice,
  ImportRow,
  ImportRowDone,
  ImportRowEdit,
  ImportTake,
  ImportView,
  Mapping,
  MappingInput,
  MappingTrial,
  RunChange,
  Synchroniser,
  SynchroniserEnd,
  SynchroniserInput,
  Synchronisers,
  SyncPerson,
  SyncRun,
  UndoView,
} from '../../../src/contract/sync-api.ts';
import { type PageOf, withQuery } from '../../shared/index.ts';
import { api } from '../gateway.ts';

/** A host that does not answer. */
const TEST_MS = 2 * 60_000;

export type Query = Readonly<Record<string, string | number | undefined>>;
export type Change = Static<typeof RunChange>;
export type Row = Static<typeof ImportRow>;

const id = encodeURIComponent;

export const sync = {
  detained: (query: Query, signal?: AbortSignal) =>
    api.get<DetainedPage>(withQuery('/api/sync/detained', query), signal),
  detail: (row: string, signal?: AbortSignal) =>
    api.get<DetainedDetail>(`/api/sync/detained/${id(row)}`, signal),
  verb: (body: DetainedVerb) => api.post<DetainedDone>('/api/sync/detained/verb', body, TEST_MS),
  decisions: (query: Query, signal?: AbortSignal) =>
    api.get<PageOf<Decision>>(withQuery('/api/sync/decisions', query), signal),
  revoke: (ids: readonly string[]) => api.post<DetainedDone>('/api/sync/decisions/revoke', { ids }),
  /** Exactly what one order decided. */
  revokeOrder: (orderId: string) => api.post<DetainedDone>('/api/sync/decisions/revoke', { orderId }),

  synchronisers: (signal?: AbortSignal) => api.get<Synchronisers>('/api/synchronisers', signal),
  order: (ids: readonly string[]) => api.put<Synchronisers>('/api/synchronisers/order', { ids }),
  synchroniser: (one: string, signal?: AbortSignal) =>
    api.get<Synchroniser>(`/api/synchronisers/${id(one)}`, signal),
  add: (input: SynchroniserInput) => api.post<Synchroniser>('/api/synchronisers', input),
  save: (one: string, input: SynchroniserInput, known: number | undefined) =>
    api.put<Synchroniser>(`/api/synchronisers/${id(one)}`, input, known),
  end: (one: string, end: SynchroniserEnd) => api.delete<Synchronisers>(`/api/synchronisers/${id(one)}`, end),
  keep: (one: string) => api.post<Synchroniser>(`/api/synchronisers/${id(one)}/keep`),
  test: (input: SynchroniserInput) => api.post<PbxTestResult>('/api/synchronisers/test', input, TEST_MS),
  reinitialise: (one: string) => api.post<Synchroniser>(`/api/synchronisers/${id(one)}/reinitialise`),
  mapping: (one: string, signal?: AbortSignal) =>
    api.get<Mapping>(`/api/synchronisers/${id(one)}/mapping`, signal),
  saveMapping: (one: string, input: MappingInput, known: number | undefined) =>
    api.put<Mapping>(`/api/synchronisers/${id(one)}/mapping`, input, known),
  tryMapping: (one: string, input: MappingInput) =>
    api.post<MappingTrial>(`/api/synchronisers/${id(one)}/mapping/try`, input, TEST_MS),

  runs: (query: Query, signal?: AbortSignal) =>
    api.get<PageOf<SyncRun>>(withQuery('/api/sync/runs', query), signal),
  run: (one: string, signal?: AbortSignal) => api.get<SyncRun>(`/api/sync/runs/${id(one)}`, signal),
  changes: (one: string, query: Query, signal?: AbortSignal) =>
    api.get<PageOf<Change>>(withQuery(`/api/sync/runs/${id(one)}/changes`, query), signal),
  /** Looks, or begins: how it goes on is read with `undoOf`. */
  undo: (body: { runId: string; preview: boolean; planHash?: string }) =>
    api.post<UndoView>('/api/sync/undo', { ...body, wait: false }, TEST_MS),
  undoOf: (run: string, signal?: AbortSignal) => api.get<UndoView>(`/api/sync/runs/${id(run)}/undo`, signal),

  people: (query: Query, signal?: AbortSignal) =>
    api.get<PageOf<SyncPerson>>(withQuery('/api/sync/people', query), signal),
  /** Address of the list as a file. */
  peopleCsv: (query: Query) => withQuery('/api/sync/people.csv', query),
  explain: (person: string, signal?: AbortSignal) =>
    api.get<Explanation>(`/api/sync/people/${id(person)}`, signal),
  findings: (query: Query, signal?: AbortSignal) =>
    api.get<FindingPage>(withQuery('/api/sync/findings', query), signal),

  imports: (signal?: AbortSignal) => api.get<{ imports: ImportView[] }>('/api/imports', signal),
  choose: (one: string, choice: ImportChoice) => api.put<ImportView>(`/api/imports/${id(one)}`, choice),
  rows: (one: string, query: Query, signal?: AbortSignal) =>
    api.get<PageOf<Row>>(withQuery(`/api/imports/${id(one)}/rows`, query), signal),
  /** The gateway checks the whole file again before it answers. */
  editRow: (one: string, row: number, edit: ImportRowEdit) =>
    api.put<ImportRowDone>(`/api/imports/${id(one)}/rows/${row}`, edit),
  take: (one: string, take: ImportTake) =>
    api.post<Synchroniser>(`/api/imports/${id(one)}/take`, take, TEST_MS),
  forget: (one: string) => api.delete<void>(`/api/imports/${id(one)}`),
} as const;
