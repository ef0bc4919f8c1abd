/** Two people at one form: who else types here, and what was saved meanwhile. The page never chooses by itself. */
import type { Saved } from '../../../src/contract/local-api.ts';
import { Age, Banner, Button, Table, type Values } from '../../shared/index.ts';
import type { SharedDraft } from '../shared-draft.ts';
import { rich, t } from '../words.ts';

type Shown = (field: string, value: unknown) => string;

export type TogetherProps = {
  readonly draft: SharedDraft;
  /** What stands at the gateway now. */
  readonly saved: { readonly values: Values; readonly by: Saved | undefined };
  /** Field → label, in the order of the form; secrets are left out. */
  readonly labels: Readonly<Record<string, string>>;
  /** A value in words: the country in place of its code. */
  readonly shown?: Shown;
};

const plain: Shown = (_field, value) =>
  value === undefined || value === '' ? t('together.empty') : String(value);

export function Together({ draft, saved, labels, shown = plain }: TogetherProps) {
  return (
    <>
      {draft.resumed && !draft.overtaken && <Resumed draft={draft} by={draft.resumed} />}
      {draft.elsewhere && <Elsewhere draft={draft} by={draft.elsewhere} />}
      {draft.overtaken && <Overtaken draft={draft} saved={saved} labels={labels} shown={shown} />}
    </>
  );
}

function Resumed({ draft, by }: { draft: SharedDraft; by: Saved }) {
  return (
    <Banner
      role="status"
      title={rich('together.resumed', { person: by.by, age: <Age at={by.at} /> })}
      action={
        <Button small onClick={draft.discard}>
          {t('together.discard')}
        </Button>
      }
    >
      <p>{t('together.resumedText')}</p>
    </Banner>
  );
}

function Elsewhere({ draft, by }: { draft: SharedDraft; by: Saved }) {
  return (
    <Banner
      kind="warn"
      role="alert"
      title={rich('together.elsewhere', { person: by.by, age: <Age at={by.at} /> })}
      action={
        <div class="row">
          <Button small onClick={draft.takeTheirs}>
            {t('together.takeTheirs')}
          </Button>
          {draft.changed && (
            <Button small onClick={draft.keepMine}>
              {t('together.keepMine')}
            </Button>
          )}
        </div>
      }
    >
      <p>{draft.changed ? t('together.elsewhereMine') : t('together.elsewhereText')}</p>
    </Banner>
  );
}

function Overtaken({ draft, saved, labels, shown }: Required<TogetherProps>) {
  const rows = Object.keys(labels)
    .map((field) => ({
      field,
      theirs: shown(field, saved.values[field]),
      mine: shown(field, draft.values[field]),
    }))
    .filter(({ theirs, mine }) => theirs !== mine);
  return (
    <Banner
      kind="warn"
      role="alert"
      title={
        saved.by
          ? rich('together.overtaken', { person: saved.by.by, age: <Age at={saved.by.at} /> })
          : t('together.overtakenSomebody')
      }
    >
      <p>{t('together.overtakenText')}</p>
      {rows.length > 0 && (
        <Table
          caption={t('together.differences')}
          rows={rows}
          rowKey={({ field }) => field}
          columns={[
            { key: 'field', title: t('together.field'), header: true, cell: ({ field }) => labels[field] },
            { key: 'theirs', title: t('together.theirs'), cell: ({ theirs }) => theirs },
            { key: 'mine', title: t('together.mine'), cell: ({ mine }) => mine },
          ]}
        />
      )}
      <div class="row">
        <Button small onClick={draft.discard}>
          {t('together.useTheirs')}
        </Button>
        <Button small onClick={draft.overrule}>
          {t('together.useMine')}
        </Button>
      </div>
    </Banner>
  );
}
