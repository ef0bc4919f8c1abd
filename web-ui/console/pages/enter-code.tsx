import { useState } from 'preact/hooks';
import {
  Button,
  ButtonLink,
  Form,
  Head,
  navigate,
  Section,
  TextField,
  useDraft,
} from '../../shared/index.ts';
import { rich, t } from '../words.ts';

/** The letters alone; the cloud's codes have no vowels, so that they spell nothing. */
function letters(text: string): string {
  return text.toUpperCase().replace(/[^A-Z]/g, '');
}

/** The code of a gateway's page, typed by hand; the QR code leads past this page. */
export function EnterCode() {
  const draft = useDraft('link-code', { code: '' });
  const [error, setError] = useState<string>();
  const code = String(draft.values.code ?? '');
  const submit = () => {
    const typed = letters(code);
    if (typed.length !== 8) return setError(t('link.codeWrong'));
    draft.clear();
    navigate(`/link?code=${typed.slice(0, 4)}-${typed.slice(4)}`);
  };
  return (
    <>
      <Head sentences={[t('link.title')]} lead={t('link.lead')} />
      <Form onSubmit={submit}>
        <TextField
          id="code"
          label={t('link.code')}
          help={t('link.codeHelp')}
          error={error}
          code
          width="code"
          placeholder="XXXX-XXXX"
          maxLength={16}
          value={code}
          onInput={(value) => draft.set('code', value)}
        />
        <div class="form-foot">
          <Button type="submit" look="primary">
            {t('link.go')}
          </Button>
          <ButtonLink look="quiet" href="/">
            {t('link.back')}
          </ButtonLink>
        </div>
      </Form>
      <WhereIsTheCode />
    </>
  );
}

/** How to come from the gateway to this page. */
export function WhereIsTheCode() {
  const parts = {
    c: (words: unknown) => <code>{words as string}</code>,
    b: (words: unknown) => <b>{words as string}</b>,
  };
  return (
    <Section title={t('link.where')}>
      <ol class="small prose-list ruled">
        <li>{rich('link.where.1', parts)}</li>
        <li>{rich('link.where.2', parts)}</li>
        <li>{rich('link.where.3', parts)}</li>
      </ol>
    </Section>
  );
}
