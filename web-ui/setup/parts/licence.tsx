/** The licence of this host by hand: where its files hold none, or a wrong one. */
import { useState } from 'preact/hooks';
import { LICENCE_TYPES, type LicenceInput, type LicenceType } from '../../../src/contract/inventory.ts';
import type { InventoryView } from '../../../src/contract/local-api.ts';
import {
  Button,
  Dialog,
  ErrorSummary,
  FailureBanner,
  Form,
  SelectField,
  splitFailure,
  TextField,
  toast,
  useDoing,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { t } from '../words.ts';

/** The word of a licence's type; of one that nobody knows, the type itself. */
export const licenceWord = (type: string) => t('inventory.licenceWord', { type });

export type LicenceEntry = {
  readonly entered: InventoryView['entered'];
  readonly onNew: (view: InventoryView) => void;
};

export function EnterLicence({ entered, onNew }: LicenceEntry) {
  const [open, setOpen] = useState(false);
  const back = useDoing(async (licence: LicenceInput) => onNew(await gateway.enterLicence(licence)));
  const remove = useDoing(async ({ licence }: { licence: LicenceInput }) => {
    onNew(await gateway.removeLicence());
    toast(t('inventory.entryRemoved'), () => void back.run(licence));
  });
  const failure = remove.failure ?? back.failure;
  return (
    <>
      {failure && <FailureBanner failure={failure} level={3} focus />}
      <div class="row">
        <Button onClick={() => setOpen(true)}>
          {t(entered ? 'inventory.changeEntry' : 'inventory.enter')}
        </Button>
        {entered && (
          <Button busy={remove.busy} onClick={() => void remove.run(entered)}>
            {t('inventory.removeEntry')}
          </Button>
        )}
      </div>
      {open && <LicenceDialog entered={entered} onNew={onNew} onClose={() => setOpen(false)} />}
    </>
  );
}

const IDS = ['number', 'expiresOn'];

function LicenceDialog({ entered, onNew, onClose }: LicenceEntry & { readonly onClose: () => void }) {
  const [type, setType] = useState<LicenceType>(entered?.licence.type ?? 'perpetual');
  const [number, setNumber] = useState(entered?.licence.number ?? '');
  const [expiresOn, setExpires] = useState(entered?.licence.expiresOn ?? '');
  const unlicensed = type === 'unlicensed';
  const save = useDoing(async () => {
    const given = (text: string) => !unlicensed && text.trim() !== '';
    onNew(
      await gateway.enterLicence({
        type,
        ...(given(number) ? { number: number.trim() } : {}),
        ...(given(expiresOn) ? { expiresOn: expiresOn.trim() } : {}),
      }),
    );
    toast(t('inventory.entrySaved'));
    onClose();
  });
  const { errors, rest } = splitFailure(save.failure, IDS);
  const labels = { number: t('inventory.number'), expiresOn: t('inventory.lastDay') };
  return (
    <Dialog open title={t('inventory.enter')} onClose={onClose}>
      <p class="small">{t('inventory.enterText')}</p>
      <ErrorSummary errors={errors} labels={labels} />
      {rest && <FailureBanner failure={rest} level={3} focus />}
      <Form onSubmit={() => save.run()}>
        <SelectField
          id="licence-type"
          label={t('inventory.licenceType')}
          value={type}
          options={LICENCE_TYPES.map((value) => ({ value, title: licenceWord(value) }))}
          onInput={(value) => setType(value as LicenceType)}
        />
        {!unlicensed && (
          <>
            <TextField
              id="number"
              label={labels.number}
              value={number}
              error={errors.number}
              maxLength={40}
              onInput={setNumber}
            />
            <TextField
              id="expiresOn"
              label={labels.expiresOn}
              help={t('inventory.lastDayHelp')}
              optional
              width="m"
              value={expiresOn}
              error={errors.expiresOn}
              maxLength={40}
              onInput={setExpires}
            />
          </>
        )}
        <div class="row end">
          <Button onClick={onClose}>{t('inventory.cancel')}</Button>
          <Button look="primary" type="submit" busy={save.busy}>
            {t('inventory.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
