/** The reader of a button, with a program in gpiomon's place: no device is here (simulated). */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { createGpioButton } from '../../../src/gateway/platform/gpio-button.ts';
import { PLAIN_ENV } from '../../helpers/environment.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

test('edges become presses; a reader that ends lets go', async (t) => {
  const folder = temporaryFolder(t);
  const reader = join(folder, 'gpiomon');
  const asked = join(folder, 'asked');
  writeFileSync(reader, `#!/bin/sh\necho "$@" > ${asked}\necho falling\necho rising\necho falling\n`);
  chmodSync(reader, 0o755);
  const heard: boolean[] = [];
  const said: string[] = [];
  const button = createGpioButton({
    line: 'gpiochip0 17',
    reader,
    env: PLAIN_ENV,
    log: (message) => said.push(message),
  });
  let end: () => void = () => undefined;
  await new Promise<void>((resolve) => {
    end = button.watch((pressed) => {
      heard.push(pressed);
      if (heard.length === 4) resolve();
    });
  });
  end();
  t.strictSame(heard, [true, false, true, false]);
  t.strictSame(said, ['the button is not watched any more']);
  t.match(readFileSync(asked, 'utf8'), /--edges both --format %E --chip gpiochip0 17/);
});

test('a reader that is not there is told, and nothing is held', async (t) => {
  const heard: boolean[] = [];
  await new Promise<void>((resolve) => {
    createGpioButton({
      line: 'gpiochip0 17',
      reader: '/nonexistent/gpiomon',
      env: PLAIN_ENV,
      log: (message) => message === 'the button cannot be read' && resolve(),
    }).watch((pressed) => heard.push(pressed));
  });
  t.notOk(heard.includes(true));
});
