import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ConfirmDialog, TextField } from '../../shared/index.ts';
import { rich, t } from '../words.ts';

export type TypedDialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** The word that must be typed, exactly: `deactivate`, `reactivate`, `delete`, `unlink`. */
  readonly word: string;
  /** Label of the button that does it. */
  readonly yes: string;
  readonly danger?: boolean | undefined;
  readonly onYes: () => Promise<unknown>;
  /** What goes and what stays. */
  readonly children: ComponentChildren;
};

/** A question that wants a typed word: what it does is not done by a slip (rows C1, A10). */
export function TypedDialog(props: TypedDialogProps) {
  return props.open ? <OpenTyped {...props} /> : null;
}

function OpenTyped({ word, children, ...dialog }: TypedDialogProps) {
  const [typed, setTyped] = useState('');
  return (
    <ConfirmDialog {...dialog} no={t('typed.cancel')} ready={typed.trim() === word}>
      {children}
      <TextField
        id="typed-word"
        label={rich('typed.label', { word, b: (words) => <b>{words}</b> })}
        placeholder={t('typed.placeholder', { word })}
        width="m"
        value={typed}
        onInput={setTyped}
      />
    </ConfirmDialog>
  );
}
