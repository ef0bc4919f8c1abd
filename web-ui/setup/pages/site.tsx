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

const LABELS = {
  name: 'Site name',
  address: 'Address',
  city: 'City',
  country: 'Country',
  province: 'Province/State',
  postalCode: 'Postal code',
  zone: 'Time zone',
} as const;
type Key = keyof typeof LABELS;
const KEYS = Object.keys(LABELS) as Key[];

function missing(text: (key: Key) => string): FieldErrors {
  const wrong = KEYS.filter((key) => key !== 'address' && !text(key).trim());
  const verb = (key: Key) => (key === 'country' || key === 'zone' ? 'Choose' : 'Enter');
  return Object.fromEntries(
    wrong.map((key) => [key, `${verb(key)} the ${LABELS[key].toLowerCase()}. It is needed.`]),
  );
}

export function SitePage() {
  useTitle('Gateway Information', 'CloudLink gateway');
  const site = useLoad('/api/site', (_, signal) => gateway.site(signal));
  return (
    <>
      <Head
        sentences={['Gateway Information']}
        lead="Step 1 of 4. Where does this gateway stand? The address comes from the account; correct it where the site is elsewhere."
      />
      <div class="split">
        <div class="section gap-l">
          {site.data === undefined && site.failure && (
            <FailureBanner failure={site.failure} onRetry={site.reload} />
          )}
          {site.data === undefined && site.loading && <Loading>Reading the address from the account</Loading>}
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
    toast('Successfully updated site');
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
    label: LABELS[key],
    value: text(key),
    error: errors[key],
    onInput: (value: string) => draft.set(key, value),
  });
  return (
    <>
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={LABELS} />}
      {refused.rest && <FailureBanner failure={refused.rest} title="The site could not be saved" focus />}
      <Form onSubmit={submit}>
        <TextField {...bind('name')} help="How this site is called in lists, reports and alarms." />
        <TextField {...bind('address')} optional autocomplete="street-address" />
        <TextField {...bind('city')} width="m" autocomplete="address-level2" />
        <SelectField {...bind('country')} options={countryList} empty="Choose one" />
        <TextField {...bind('province')} width="m" autocomplete="address-level1" />
        <TextField {...bind('postalCode')} width="m" autocomplete="postal-code" />
        <SelectField
          {...bind('zone')}
          help="Schedules and licence dates follow the clock of the site."
          options={zones(text('zone'))}
        />
        <div class="form-foot">
          <Button type="submit" look="primary" busy={save.busy} busyWord="Saving…" disabled={!mayChange}>
            Next
          </Button>
          <p class="help">
            {mayChange
              ? 'What you typed is kept in this browser until it is saved.'
              : 'You may look at this page, not change it.'}
          </p>
        </div>
      </Form>
    </>
  );
}
