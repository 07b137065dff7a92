// A real Chromium from this machine, with a fresh profile.

import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/opt/homebrew/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts it without a window; the profile is a temporary one that goes with it. */
export async function startChromium() {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: ARGUMENTS });
}

function findChromium() {
  const named = process.env.PLINTH_CHROMIUM;
  if (named) {
    return named;
  }
  const found = PLACES.find((place) => existsSync(place));
  if (!found) {
    throw new Error('Chromium was not found: install it, or name its program in PLINTH_CHROMIUM');
  }
  return found;
}
