/** The session of a source that is a file: a test that counts, people, and nothing else. */
import { basename } from 'node:path';
import { Type } from 'typebox';
import type { ConnectorContext, ConnectorSession } from '../../core/ports/connector.ts';
import { counted, detailsOf, runSteps, setting } from '../connector.ts';
import { pathWithin } from './path.ts';
import { type PeopleFile, readPeople, surveyWords } from './rows.ts';

/** The first setting of every file source. */
export const pathSetting = (words: { description: string; examples: string[] }) =>
  Type.String({ minLength: 1, maxLength: 4096, ...setting({ title: 'File', ...words, order: 1 }) });

/**
 * @param open opens the file of the settings, whose path is the real one by then
 * @param words what the test says of it; all of the file is counted where this is left out
 * @throws AppError SOURCE_FILE for a path that leads out of the import folder
 */
export async function fileSession<S extends { readonly path: string }>(
  given: S,
  context: ConnectorContext,
  open: (settings: S) => Promise<PeopleFile>,
  words: (open: () => Promise<PeopleFile>, signal: AbortSignal, settings: S) => Promise<string> = surveyWords,
): Promise<ConnectorSession> {
  const { importDir } = context;
  const path = importDir === undefined ? given.path : await pathWithin(importDir, given.path);
  const settings = { ...given, path };
  const opened = () => open(settings);
  let people: number | undefined;
  const both = (signal: AbortSignal) => AbortSignal.any([signal, context.signal]);
  return {
    test: (signal) =>
      runSteps([{ title: 'Read the file', run: () => words(opened, both(signal), settings) }]),
    users: (signal, cursor) =>
      counted(readPeople(opened, both(signal), cursor), (records) => {
        people = records;
      }),
    inventory: async () => undefined,
    interfaces: () => [],
    details: () =>
      detailsOf([
        ['file', basename(path)],
        ['users', people],
      ]),
    close: async () => undefined,
  };
}
