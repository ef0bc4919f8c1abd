import { Button, ButtonLink } from '../../shared/index.ts';

type FootProps = {
  /** Word of the button that sends the form. */
  readonly send: string;
  readonly busy: boolean;
  readonly busyWord?: string;
  readonly cancel: string;
  /** Where it leads to give the form up. */
  readonly back: string;
};

/** How a form on a page of its own ends: send it, or go back to the list. */
export function FormFoot({ send, busy, busyWord, cancel, back }: FootProps) {
  return (
    <div class="form-foot">
      <Button type="submit" look="primary" busy={busy} busyWord={busyWord}>
        {send}
      </Button>
      <ButtonLink href={back}>{cancel}</ButtonLink>
    </div>
  );
}
