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
  ['offline', '/', 'The cloud is not reached.'],
  ['quiet', '/', '244 users in sync.'],
  ['neverLinked', '/', 'This gateway is not linked yet.'],
  ['deactivated', '/', 'is deactivated'],
  ['noPbx', '/', 'Set-up goes on with PBX.'],
  ['held', '/', 'Set-up goes on with Deployment.'],
  ['guarded', '/', '38 removals are held until somebody decides.'],
  ['tunnelDown', '/', '1 tunnel does not work.'],
  ['diskFull', '/', 'Alarm: Disk space, and 1 more.'],
  ['failed', '/?view=debug', 'busy with something else'],
  ['failed', '/', 'The last user sync failed'],
  ['toConnect', '/setup/connect', 'Start PBX Connection'],
  ['held', '/setup/connect', 'removals are held'],
  ['many', '/setup/connect', 'View list of users without email address (50,000)'],
  ['connectedOnly', '/setup/connect', 'Its users have not been read yet'],
  ['linkedOnly', '/first-administrator', 'Nobody signs in here yet.'],
  ['twice', '/access-log', '1 person is in this site'],
  ['offline', '/setup/connect', '232 users in the cloud'],
  ['together', '/setup/gateway', 'typed this in another browser'],
  ['typical', '/sync', 'User sync is running'],
  ['failed', '/sync', 'The last sync failed'],
  ['typical', '/sync/detained?row=p4', 'Ines Duarte'],
  ['held', '/tunnels', 'To be confirmed'],
  ['asked', '/tunnels', 'Lee Park asks to enter'],
  ['asked', '/setup/advanced', 'Lee Park asks to enter'],
  ['askedRemote', '/tunnels', 'Only an administrator on site can answer.'],
  ['networkTrial', '/setup/network', 'are on trial'],
  ['networkTrial', '/sync', 'Keep or take back'],
  ['networkReverted', '/network', 'The settings before are back'],
  ['networkOfPlatform', '/network', 'sets its own network'],
  ['networkRemote', '/network', 'changed on the local network only'],
  ['updateDownloading', '/updates', 'is being downloaded'],
  ['updateWaiting', '/updates', 'is here and waits'],
  ['updateRolledBack', '/updates', 'was taken back'],
  ['signedOut', '/setup/network#keep=Kq7-keep_code_of_the_fake', 'reached at its new address'],
];
