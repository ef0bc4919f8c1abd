/** Set-up, step 1: where this gateway stands (row A4). */
import { useMemo, useState } from 'preact/hooks';
import type { Site } from '../../../src/contract/local-api.ts';
import { countries, ownZone, zones } from '../../shared/countries.ts';
import {
  Button,
  ErrorSummary,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  Loading,
  navigate,
  SelectField,
  splitFailure,
  TextField,
  toast,
  useDoing,
  useDraft,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { ChecklistPanel } from '../parts/checklist-panel.tsx';
import { NetworkSummary } from '../parts/network/summary.tsx';
import { t } from '../words.ts';

const NEEDED = ['name', 'city', 'country', 'province', 'postalCode', 'zone'] as const;
const KEYS = ['name', 'address', 'city', 'country', 'province', 'postalCode', 'zone'] as const;
type Key = (typeof KEYS)[number];

function missing(text: (key: Key) => string): FieldErrors {
  const wrong = NEEDED.filter((key) => !text(key).trim());
  return Object.fromEntries(wrong.map((key) => [key, t(`site.needs.${key}`)]));
}

export function SitePage() {
  useTitle(t('site.title'), t('brand'));
  const site = useLoad('/api/site', (_, signal) => gateway.site(signal));
  return (
    <>
      <Head sentences={[t('site.title')]} lead={t('site.lead')} />
      <div class="split">
        <div class="section gap-l">
          {site.data === undefined && site.failure && (
            <FailureBanner failure={site.failure} onRetry={site.reload} />
          )}
          {site.data === undefined && site.loading && <Loading>{t('site.reading')}</Loading>}
          <NetworkSummary />
          {site.data !== undefined && <SiteForm saved={site.data} />}
        </div>
        <ChecklistPanel />
      </div>
    </>
  );
}

function SiteForm({ saved }: { saved: Site | null }) {
  const { refresh, mayChange } = useInside();
  const draft = useDraft('site', { zone: ownZone(), ...saved });
  const [local, setLocal] = useState<FieldErrors>({});
  const countryList = useMemo(countries, []);
  const text = (key: Key) => String(draft.values[key] ?? '');
  const save = useDoing(async () => {
    const filled = KEYS.map((key) => [key, text(key).trim()]).filter(([, value]) => value !== '');
    await gateway.saveSite(Object.fromEntries(filled));
    draft.clear();
    toast(t('site.saved'));
    refresh();
    navigate('/setup/pbx');
  });
  const refused = splitFailure(save.failure, KEYS);
  const errors: FieldErrors = { ...refused.errors, ...local };
  const submit = () => {
    const wrong = missing(text);
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
  const labels = Object.fromEntries(KEYS.map((key) => [key, t(`site.${key}`)]));
  return (
    <>
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
      {refused.rest && <FailureBanner failure={refused.rest} title={t('site.notSaved')} focus />}
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
            disabled={!mayChange}
          >
            {t('form.next')}
          </Button>
          <p class="help">{mayChange ? t('form.kept') : t('form.lookOnly')}</p>
        </div>
      </Form>
    </>
  );
}
