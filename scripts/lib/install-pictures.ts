/** The pictures of docs/install.md: PNG of the browser test → WebP, by the browser itself. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../../test/web-ui/browser.ts';

const [folder = '.ci/artefacts'] = process.argv.slice(2);
/** Picture of the test → its name in docs/img. */
const PICTURES = {
  'virtual.approve.1280': 'install-approve',
  'virtual.gateway.1280': 'install-gateway',
  'virtual.pbx.1280': 'install-pbx',
  'virtual.connected.1280': 'install-connect',
  'virtual.deployment.1280': 'install-deployment',
  'smbc.sync.1280': 'install-sync',
} as const;
const QUALITY = 0.8;

const browser = await launchChromium();
const page = await browser.newPage();
for (const [name, to] of Object.entries(PICTURES)) {
  const png = readFileSync(join(folder, `${name}.png`)).toString('base64');
  const webp = await page.evaluate(
    async ({ png, quality }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', quality).split(',')[1] ?? '';
    },
    { png, quality: QUALITY },
  );
  writeFileSync(join(import.meta.dirname, '../../docs/img', `${to}.webp`), Buffer.from(webp, 'base64'));
}
await browser.close();
