/** Who is asked before a remote session opens, or before the cloud looks at data. Changed on site only. */
import { useState } from 'preact/hooks';
import type {
  AllowedCall,
  ConsentMode,
  ConsentPolicy,
  LookPolicy,
  Target,
} from '../../../src/contract/local-api.ts';
import { Button, Choices, ConfirmDialog, Section, Table, TextField, toast } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { rich, t } from '../words.ts';
import { lookName, targetName } from './sentences.ts';
import { sr } from './tags.tsx';

type Use = Target['use'] | 'look';

const MODES: Readonly<Record<Use, readonly ConsentMode[]>> = {
  browser: ['ask', 'hour', 'always'],
  service: ['off', 'on'],
  look: ['ask', 'hour', 'always', 'off'],
};

/** What a policy is of: a target, or a look. */
type Subject = {
  readonly key: string;
  /** As the table has it, and as sentences have it. */
  readonly title: string;
  readonly name: string;
  readonly use: Use;
  readonly consent: ConsentPolicy;
  readonly save: (policy: ConsentPolicy) => Promise<unknown>;
};

const ofTarget = (target: Target): Subject => ({
  key: target.id,
  title: t('target.parts', { component: target.component, tunnel: target.tunnel }),
  name: targetName(target),
  use: target.use,
  consent: target.consent,
  save: (policy) => gateway.setConsent(target.id, policy),
});

const ofLook = ({ look, consent }: LookPolicy): Subject => ({
  key: `look ${look}`,
  title: lookName(look),
  name: lookName(look),
  use: 'look',
  consent,
  save: (policy) => gateway.setLookConsent(look, policy),
});

const modeWords = (use: Use, mode: ConsentMode) =>
  use === 'look' && mode === 'off' ? t('look.off') : t('consent.mode', { mode });

export function ConsentSection() {
  const { overview, mayChange, remote } = useInside();
  const [changing, setChanging] = useState<Subject>();
  const subjects = [
    ...overview.targets.filter(({ confirmed }) => confirmed).map(ofTarget),
    ...(overview.looks ?? []).map(ofLook),
  ];
  if (subjects.length === 0) return null;
  return (
    <Section title={t('consent.title')} aside={t('consent.aside')}>
      <Table
        caption={t('consent.title')}
        rows={subjects}
        rowKey={({ key }) => key}
        columns={[
          { key: 'target', title: t('target.target'), header: true, cell: ({ title }) => title },
          { key: 'consent', title: t('consent.choose'), cell: (subject) => <Policy subject={subject} /> },
          {
            key: 'change',
            title: t('consent.changeColumn'),
            action: true,
            cell: (subject) =>
              mayChange && !remote ? (
                <Button small onClick={() => setChanging(subject)}>
                  <span>{rich('consent.change', { sr, target: subject.name })}</span>
                </Button>
              ) : null,
          },
        ]}
      />
      {changing && (
        <ChangePolicy key={changing.key} subject={changing} onClose={() => setChanging(undefined)} />
      )}
    </Section>
  );
}

function Policy({ subject: { use, consent } }: { subject: Subject }) {
  const { mode, people, calls = [] } = consent;
  return (
    <>
      {modeWords(use, mode)}
      {people.length > 0 && (
        <p class="small quiet wrap-anywhere">
          {t('consent.people', { n: people.length, people: people.join(', ') })}
        </p>
      )}
      {calls.length > 0 && <p class="small quiet wrap-anywhere">{callsText(calls)}</p>}
    </>
  );
}

const addresses = (text: string) =>
  text
    .split(/[,;\s]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

const callsText = (calls: readonly AllowedCall[]) =>
  calls.map(({ method, path }) => `${method} ${path}`).join(', ');

const METHODS: readonly AllowedCall['method'][] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** `GET /api, POST /api/jobs`; undefined when one of them is no call. */
function callsIn(text: string): AllowedCall[] | undefined {
  const calls: AllowedCall[] = [];
  for (const one of text.split(/[,;\n]/).filter((part) => part.trim() !== '')) {
    const [, word = '', path = ''] = /^\s*([a-z]+)\s+(\/\S*)\s*$/i.exec(one) ?? [];
    const method = METHODS.find((known) => known === word.toUpperCase());
    if (!method) return undefined;
    calls.push({ method, path });
  }
  return calls;
}

function ChangePolicy({ subject, onClose }: { subject: Subject; onClose: () => void }) {
  const { refresh } = useInside();
  const { use, name, consent, save } = subject;
  const [mode, setMode] = useState<string>(consent.mode);
  const [text, setText] = useState(consent.people.join(', '));
  const people = mode === 'always' ? addresses(text) : [];
  const [callText, setCallText] = useState(callsText(consent.calls ?? []));
  const calls = use === 'service' && mode === 'on' ? callsIn(callText) : [];
  const modes = MODES[use];
  return (
    <ConfirmDialog
      open
      title={use === 'look' ? t('look.dialog', { look: name }) : t('consent.dialog', { target: name })}
      yes={t('consent.save')}
      ready={(mode !== 'always' || people.length > 0) && calls !== undefined}
      onClose={onClose}
      onYes={async () => {
        const chosen = modes.find((one) => one === mode);
        if (chosen) await save({ mode: chosen, people, ...(calls?.length ? { calls } : {}) });
        toast(t('consent.saved', { target: name }));
        refresh();
      }}
    >
      <Choices<string>
        name="consent-mode"
        legend={t('consent.choose')}
        value={mode}
        onInput={setMode}
        options={modes.map((value) => ({ value, title: modeWords(use, value) }))}
      />
      {use === 'service' && mode === 'on' && (
        <TextField
          id="consent-calls"
          label={t('consent.calls')}
          help={t('consent.callsHelp')}
          error={calls === undefined ? t('consent.callsWrong') : undefined}
          value={callText}
          onInput={setCallText}
          maxLength={2000}
        />
      )}
      {mode === 'always' && (
        <TextField
          id="consent-people"
          label={t('consent.names')}
          help={t('consent.namesHelp')}
          value={text}
          onInput={setText}
          maxLength={2000}
        />
      )}
    </ConfirmDialog>
  );
}
