/** The gateway's pages in Chromium, for the tests and for looking. */
import type { SceneName } from '../../fakes/setup-api.ts';
import { buildPages, launchChromium } from '../browser.ts';

export const buildSetup = () => buildPages('setup');

/** A name that is no loopback and leads here all the same: what a laptop on the LAN sees. */
export const LAN_NAME = 'cloudlink.test';

export const launch = () => launchChromium([`--host-resolver-rules=MAP ${LAN_NAME} 127.0.0.1`]);

/** Every page in every state that is worth a look: scene, path, and what stands there when it is complete. */
export const VIEWS: readonly (readonly [SceneName, string, string])[] = [
  ['unlinked', '/', 'This gateway works and is not linked yet.'],
  ['waiting', '/', 'KTRH-PWVX'],
  ['seen', '/', 'Priya Nair is looking'],
  ['refused', '/', 'Five wrong set-up codes'],
  ['linked', '/about', 'is linked to Ballad Industries'],
  ['unreachable', '/about', 'cannot be reached'],
  ['unlinked', '/first-administrator', 'Make the first administrator'],
  ['signedOut', '/', 'Sign in to this gateway'],
  ['loading', '/', 'Reading the gateway'],
  ['unreachable', '/', 'cannot be read'],
  ['typical', '/', 'Linked to Ballad Industries'],
  ['typical', '/?view=debug', 'Health checks'],
  ['empty', '/', 'Set-up goes on with Gateway'],
  ['offline', '/', 'The cloud is not reached.'],
  ['quiet', '/', '244 users in sync.'],
  ['neverLinked', '/', 'This gateway is not linked yet.'],
  ['deactivated', '/', 'is deactivated'],
  ['noPbx', '/', 'Set-up goes on with PBX.'],
  ['held', '/', 'Set-up goes on with Deployment.'],
  ['guarded', '/', '38 removals are held until somebody decides.'],
  ['tunnelDown', '/', '1 tunnel does not work.'],
  ['diskFull', '/', 'Alarm: Disk space, and 1 more.'],
  ['typical', '/about/licences', 'This gateway is made with 170 packages.'],
  ['failed', '/about/licences', 'busy with something else'],
  ['failed', '/?view=debug', 'busy with something else'],
  ['failed', '/', 'The last user sync failed'],
  ['empty', '/setup/gateway', 'Gateway Information'],
  ['typical', '/setup/gateway', 'Gateway Information'],
  ['empty', '/setup/pbx', 'PBX Type'],
  ['typical', '/setup/pbx', 'PBX Type'],
  ['empty', '/setup/connect', 'There is no PBX to connect to yet'],
  ['toConnect', '/setup/connect', 'Start PBX Connection'],
  ['held', '/setup/connect', 'removals are held'],
  ['many', '/setup/connect', 'View list of users without email address (50,000)'],
  ['connectedOnly', '/setup/connect', 'Its users have not been read yet'],
  ['typical', '/setup/connect', 'PBX Connected'],
  ['held', '/setup/deployment', 'Account ID for log in'],
  ['empty', '/setup/deployment', 'is not finished'],
  ['smbc', '/setup/sync', 'Start syncing PBX users to the cloud'],
  ['together', '/setup/gateway', 'typed this in another browser'],
  ['typical', '/setup/advanced', 'Download Logs'],
  ['typical', '/setup/overview', 'Fingerprint of the device key'],
  ['empty', '/setup/overview', 'not saved'],
  ['typical', '/sync', 'User sync is running'],
  ['offline', '/sync', 'need attention'],
  ['empty', '/sync', 'No users have been read yet'],
  ['failed', '/sync', 'The last sync failed'],
  ['typical', '/tunnels', 'Add a target by hand'],
  ['held', '/tunnels', 'To be confirmed'],
  ['empty', '/tunnels', 'No tunnels yet'],
  ['typical', '/access-log', 'Dana Whitfield'],
  ['empty', '/access-log', 'No remote session yet'],
  ['failed', '/access-log', 'busy with something else'],
  ['typical', '/inventory', 'SWA Status'],
  ['empty', '/inventory', 'Nothing has been collected yet'],
  ['failed', '/inventory', 'busy with something else'],
  ['typical', '/people', 'Wolfgang Hohenstein'],
  ['failed', '/people', 'busy with something else'],
  ['typical', '/nowhere', 'There is no such page'],
];
