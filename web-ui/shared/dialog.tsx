/** Dialogs: the native element, so that focus, Esc and the page behind are the browser's own work. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { FailureBanner } from './banner.tsx';
import { Button, focusPage } from './button.tsx';
import { useDoing } from './load.ts';
import { t } from './shared-words.ts';

export type DialogProps = {
  readonly open: boolean;
  /** Closed by Esc, by a button or by the page. */
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ComponentChildren;
};

/** A modal dialog; drawn only while it is open. */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onClose, title, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      else focusPage();
    };
  }, []);
  return (
    <dialog ref={element} aria-labelledby={heading} onClose={onClose}>
      <div class="dialog-in">
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

export type ConfirmProps = DialogProps & {
  /** Word of the button that does it. */
  readonly yes: string;
  readonly no?: string | undefined;
  readonly danger?: boolean | undefined;
  /** False: the button cannot be used yet (a typed word is missing). */
  readonly ready?: boolean | undefined;
  /** Does it; the dialog closes when it succeeded and shows the failure when not. */
  readonly onYes: () => Promise<unknown>;
};

/** A question with two answers. */
export function ConfirmDialog(props: ConfirmProps) {
  return props.open ? <OpenConfirm {...props} /> : null;
}

function OpenConfirm(props: ConfirmProps) {
  const { yes, no = t('dialog.cancel'), danger, ready = true, onYes, onClose, children } = props;
  const doing = useDoing(onYes);
  const confirm = async () => {
    if (await doing.run()) onClose();
  };
  return (
    <Dialog open title={props.title} onClose={onClose}>
      {children}
      {doing.failure && <FailureBanner failure={doing.failure} level={3} />}
      <div class="row end">
        <Button onClick={onClose}>{no}</Button>
        <Button
          look={danger ? 'danger' : 'primary'}
          disabled={!ready}
          busy={doing.busy}
          onClick={() => void confirm()}
        >
          {yes}
        </Button>
      </div>
    </Dialog>
  );
}
