// The report of a probe as a page for people: what was asked, what was found, and the calls that showed it. Pure.

import type { ProbeReport } from './probe-report.ts';

/** Markdown. */
export function writeProbePage(report: ProbeReport): string {
  const { settings } = report;
  return [
    `# Probe of ${report.baseUrl}`,
    '',
    `From ${report.startedAt} to ${report.endedAt}, with tiny orders in ${report.book}. Orders left open: ${report.leftOpen}.`,
    '',
    '## Settings that follow',
    '',
    `- Nonces: ${settings.nonceFamily}`,
    `- W, the age at which a request is dead: ${settings.requestWindowMs} ms${measured(settings.isWindowMeasured)}`,
    `- S, when an accepted order shows at the latest: ${settings.settleTimeMs} ms${measured(settings.isSettleMeasured)}`,
    `- A second order under the id of an ended one: ${settings.isIdUniqueForEver ? 'refused by the exchange' : 'TAKEN by the exchange'}`,
    ...settings.why.map((sentence) => `- ${sentence}`),
    '',
    '## What was asked',
    ...report.findings.flatMap((finding) => [
      '',
      `### ${finding.id}. ${finding.question}`,
      '',
      `${words[finding.state]} ${finding.found}`,
      ...(finding.evidence.length === 0 ? [] : ['', '| call | nonce | answer | at |', '|---|---|---|---|']),
      ...finding.evidence.map(
        ({ call, nonce, answer, atMs }) =>
          `| \`${call}\` | ${nonce ?? ''} | ${answer} | ${new Date(atMs).toISOString()} |`,
      ),
    ]),
    '',
  ].join('\n');
}

const words = { found: 'Found:', unclear: 'Unclear:', not_asked: 'Not asked:' } as const;

function measured(isMeasured: boolean): string {
  return isMeasured ? ', measured' : ', the cautious default';
}
