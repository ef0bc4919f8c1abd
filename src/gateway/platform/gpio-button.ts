/**
 * A button at a GPIO line, read by libgpiod's own program (the character device; /sys/class/gpio is gone from new
 * kernels). Pressed means low: such buttons pull the line to ground.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Button } from '../core/ports/reset.ts';

export type GpioButtonOptions = {
  /** `gpiochip0 17` */
  readonly line: string;
  /** `gpiomon`, or what stands in for it. */
  readonly reader: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export function createGpioButton({ line, reader, env, log }: GpioButtonOptions): Button {
  const [chip = '', offset = ''] = line.split(' ');
  return {
    watch(on) {
      let isOver = false;
      const args = ['--bias', 'pull-up', '--edges', 'both', '--format', '%E', '--chip', chip, offset];
      const child = spawn(reader, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
      child.once('error', (error) => log('the button cannot be read', { err: error }));
      child.once('close', (code) => {
        // a reader that ends lets nothing be held
        on(false);
        if (!isOver) log('the button is not watched any more', { code });
      });
      createInterface({ input: child.stdout }).on('line', (edge) => on(edge.trim() === 'falling'));
      return () => {
        isOver = true;
        child.kill('SIGKILL');
      };
    },
  };
}
