/** Set-up, step 1: where this gateway stands (row A4). */
import { useMemo, useState } from 'preact/hooks';
import type { Overview, SiteView } from '../../../src/contract/local-api.ts';
import { countries, ownZone, zones } from '../../shared/countries.ts';
import {
  Banner,
  Button,
  ErrorSummary,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  Loading,
  language,
  navigate,
  SelectField,
  splitFailure,
  TextField,
  toast,
  useDoing,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { ChecklistPanel } from '../parts/checklist-panel.tsx';
import { isTooLong, tooLong } from '../parts/lengths.ts';
import { NetworkSummary } from '../parts/network/summary.tsx';
import { Together } from '../parts/together.tsx';
import { useSharedDraft } from '../shared-draft.ts';
import { around, stepOf } from '../steps.ts';
import { t } from '../words.ts';

const NEEDED = ['name', 'city', 'country', 'province', 'postalCode', 'zone'] as const;
const KEYS = ['name', 'address', 'city', 'country', 'province', 'postalCode', 'zone'] as const;
type Key = (typeof KEYS)[number];

/** Characters, as the gateway counts them; it refuses more. */
const MOST: Partial<Record<Key, number>> = {
  name: 128,
  address: 256,
  city: 128,
  province: 128,
  postalCode: 32,
};

function wrongIn(text: (key: Key) => string): FieldErrors {
  const missing = NEEDED.filter((key) => !text(key).trim());
  const long = KEYS.filter((key) => isTooLong(text(key).trim(), MOST[key]));
  return Object.fromEntries([
    ...missing.map((key) => [key, t(`site.needs.${key}`)]),
    ...long.map((key) => [key, tooLong(text(key).trim(), MOST[key])]),
  ]);
}

/** What the account says of itself fills an empty form; its names of fields are not ours. */
function fromAccount({ account }: Overview): Partial<Record<Key, string>> {
  if (!account) return {};
  const { street, city, country, province, postalCode } = account.address ?? {};
  // a country is chosen from a list: what is no code is not in it
  const code = country && /^[A-Z]{2}$/.test(country) ? country : undefined;
  const all = { name: account.name, address: street, city, country: code, province, postalCode };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

export function SitePage() {
  const { overview } = useInside();
  useTitle(t('site.title'), t('brand'));
  const site = useLoad('/api/site', (_, signal) => gateway.site(signal));
  return (
    <>
      <Head sentences={[t('site.title')]} lead={`${stepOf(overview, 'gateway')} ${t('site.lead')}`} />
      <div class="split">
        <div class="section gap-l">
          {site.data === undefined && site.failure && (
            <FailureBanner failure={site.failure} onRetry={site.reload} />
          )}
          {site.data === undefined && site.loading && <Loading>{t('site.reading')}</Loading>}
          {site.data !== undefined && <SiteForm site={site.data} onStale={site.reload} />}
          <NetworkSummary />
        </div>
        <ChecklistPanel />
      </div>
    </>
  );
}

/** The labels of the form, in its order. */
const labelsOf = () => Object.fromEntries(KEYS.map((key) => [key, t(`site.${key}`)]));

function useSite(site: SiteView | null) {
  const { overview } = useInside();
  const filled = fromAccount(overview);
  const { saved: by, ...stored } = site ?? {};
  const values = { zone: ownZone(), ...(site ? stored : filled) };
  const isFilled = site === null && Object.keys(filled).length > 0;
  const draft = useSharedDraft('site', { values, version: site ? (by?.version ?? 0) : 'none' });
  return { draft, values, by, isFilled, account: overview.account?.name ?? '' };
}

function SiteForm({ site, onStale }: { site: SiteView | null; onStale: () => void }) {
  const { overview, refresh, mayChange } = useInside();
  const { draft, values, by, isFilled, account } = useSite(site);
  const [local, setLocal] = useState<FieldErrors>({});
  const countryList = useMemo(countries, [language()]);
  const text = (key: Key) => String(draft.values[key] ?? '');
  const save = useDoing(async () => {
    const filled = KEYS.map((key) => [key, text(key).trim()]).filter(([, value]) => value !== '');
    await gateway.saveSite(Object.fromEntries(filled), draft.known).catch((thrown: unknown) => {
      onStale();
      throw thrown;
    });
    draft.clear();
    toast(t('site.saved'));
    refresh();
    navigate(around(overview, 'gateway').next);
  });
  const refused = splitFailure(save.failure, KEYS);
  const errors: FieldErrors = { ...refused.errors, ...local };
  const submit = () => {
    const wrong = wrongIn(text);
    setLocal(wrong);
    return Object.keys(wrong).length > 0 ? save.clear() : save.run();
  };
  const bind = (key: Key) => ({
    id: key,
    label: t(`site.${key}`),
    value: text(key),
    error: errors[key],
    onInput: (value: string) => draft.set(key, value),
  });
  const labels = labelsOf();
  const shown = (field: string, value: unknown) =>
    (field === 'country' && countryList.find((one) => one.value === value)?.title) ||
    String(value || t('together.empty'));
  return (
    <>
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
      <Together draft={draft} saved={{ values, by }} labels={labels} shown={shown} />
      {isFilled && !draft.changed && (
        <Banner>
          <p>{t('site.filled', { account })}</p>
        </Banner>
      )}
      {refused.rest && !draft.overtaken && (
        <FailureBanner failure={refused.rest} title={t('site.notSaved')} focus />
      )}
      <Form onSubmit={submit}>
        <TextField {...bind('name')} help={t('site.nameHelp')} />
        <TextField {...bind('address')} optional autocomplete="street-address" />
        <TextField {...bind('city')} width="m" autocomplete="address-level2" />
        <SelectField {...bind('country')} options={countryList} empty={t('form.choose')} />
        <TextField {...bind('province')} width="m" autocomplete="address-level1" />
        <TextField {...bind('postalCode')} width="m" autocomplete="postal-code" />
        <SelectField {...bind('zone')} help={t('site.zoneHelp')} options={zones(text('zone'))} />
        <div class="form-foot">
          <Button
            type="submit"
            look="primary"
            busy={save.busy}
            busyWord={t('form.saving')}
            disabled={!mayChange || draft.overtaken}
          >
            {t('form.next')}
          </Button>
          <p class="help">{mayChange ? t('form.keptThere') : t('form.lookOnly')}</p>
        </div>
      </Form>
    </>
  );
}
