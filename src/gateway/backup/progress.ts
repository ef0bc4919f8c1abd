import type { BackupProgress, BackupStep } from '../../contract/backup.ts';

export type Tell = (progress: BackupProgress) => void;

/** Counts the bytes of one step; tells each percent once. */
export function meter(tell: Tell, step: BackupStep, total: number): (n: number) => void {
  let done = 0;
  let told = -1;
  return (n) => {
    done += n;
    const percent = total === 0 ? 100 : Math.min(100, Math.floor((done * 100) / total));
    if (percent === told) return;
    told = percent;
    tell({ step, percent });
  };
}
