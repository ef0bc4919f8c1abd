/** The gateway's pages in Chromium, for the tests and for looking. */
import type { SceneName } from '../../fakes/setup-api.ts';
import { buildPages, launchChromium } from '../browser.ts';

export const buildSetup = () => buildPages('setup');

/** A name that is no loopback and leads here all the same: what a laptop on the LAN sees. */
export const LAN_NAME = 'cloudlink.test';

export const launch = () => launchChromium([`--host-resolver-rules=MAP ${LAN_NAME} 127.0.0.1`]);

/** Further views that are worth a look, beside the six states (states.ts): scene, path, and what stands there. */
export const VIEWS: readonly (readonly [SceneName, string, string])[] = [
  ['waiting', '/', 'KTRH-PWVX'],
  ['seen', '/', 'Priya Nair is looking'],
  ['refused', '/', 'Five wrong set-up codes'],
  ['typical', '/?view=debug', 'Health checks'],
  ['offline', '/', 'Offline since'],
  ['failed', '/', 'The last user sync failed'],
  ['toConnect', '/setup/connect', 'Start PBX Connection'],
  ['held', '/setup/connect', 'removals are held'],
  ['connectedOnly', '/setup/connect', 'Its users have not been read yet'],
  ['typical', '/sync', 'User sync is running'],
  ['failed', '/sync', 'The last sync failed'],
  ['held', '/tunnels', 'To be confirmed'],
];
