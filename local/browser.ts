import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** With everything in one process the browser ends with its first page. */
const FOR_LAMBDA_ONLY = ['--single-process', '--no-zygote'];

/** The browser that comes with the packages; where that does not run (macOS), CHROME_PATH names another. */
export async function openBrowser(): Promise<Browser> {
  const own = process.env.CHROME_PATH;
  return playwright.launch({
    executablePath: own ?? (await chromium.executablePath()),
    args: own ? [] : chromium.args.filter((argument) => !FOR_LAMBDA_ONLY.includes(argument)),
    headless: true,
  });
}
