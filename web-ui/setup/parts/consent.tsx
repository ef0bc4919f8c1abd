/** The consent policy of each target: who is asked before a remote session opens. Changed on site only. */
import { useState } from 'preact/hooks';
import type { ConsentMode, Target } from '../../../src/contract/local-api.ts';
import { Button, ConfirmDialog, Section, SelectField, Table, TextField, toast } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { rich, t } from '../words.ts';
import { targetName } from './sentences.ts';
import { sr } from './tags.tsx';

const MODES: Readonly<Record<Target['use'], readonly ConsentMode[]>> = {
  browser: ['ask', 'hour', 'always'],
  service: ['off', 'on'],
};

export function ConsentSection() {
  const { overview, mayChange, remote } = useInside();
  const [changing, setChanging] = useState<Target>();
  const targets = overview.targets.filter(({ confirmed }) => confirmed);
  if (targets.length === 0) return null;
  return (
    <Section title={t('consent.title')} aside={t('consent.aside')}>
      <Table
        caption={t('consent.title')}
        rows={targets}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'target',
            title: t('target.target'),
            header: true,
            cell: ({ component, tunnel }) => t('target.parts', { component, tunnel }),
          },
          { key: 'consent', title: t('consent.column'), cell: (target) => <Policy target={target} /> },
          {
            key: 'change',
            title: t('consent.changeColumn'),
            action: true,
            cell: (target) =>
              mayChange && !remote ? (
                <Button small onClick={() => setChanging(target)}>
                  <span>{rich('consent.change', { sr, target: targetName(target) })}</span>
                </Button>
              ) : null,
          },
        ]}
      />
      {changing && (
        <ChangePolicy key={changing.id} target={changing} onClose={() => setChanging(undefined)} />
      )}
    </Section>
  );
}

function Policy({ target: { consent } }: { target: Target }) {
  const { mode, people } = consent;
  return (
    <>
      {t('consent.mode', { mode })}
      {people.length > 0 && (
        <p class="small quiet wrap-anywhere">
          {t('consent.people', { n: people.length, people: people.join(', ') })}
        </p>
      )}
    </>
  );
}

const addresses = (text: string) =>
  text
    .split(/[,;\s]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

function ChangePolicy({ target, onClose }: { target: Target; onClose: () => void }) {
  const { refresh } = useInside();
  const [mode, setMode] = useState<string>(target.consent.mode);
  const [text, setText] = useState(target.consent.people.join(', '));
  const people = mode === 'always' ? addresses(text) : [];
  const modes = MODES[target.use];
  return (
    <ConfirmDialog
      open
      title={t('consent.dialog', { target: targetName(target) })}
      yes={t('consent.save')}
      ready={mode !== 'always' || people.length > 0}
      onClose={onClose}
      onYes={async () => {
        const chosen = modes.find((one) => one === mode);
        if (chosen) await gateway.setConsent(target.id, { mode: chosen, people });
        toast(t('consent.saved', { target: targetName(target) }));
        refresh();
      }}
    >
      <SelectField
        id="consent-mode"
        label={t('consent.choose')}
        value={mode}
        onInput={setMode}
        options={modes.map((value) => ({ value, title: t('consent.mode', { mode: value }) }))}
      />
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
