/** Entry of the process that reads an uploaded file: its input is one job, its output what was found, both JSON. */
import { text } from 'node:stream/consumers';
import { createPhone } from '../phone.ts';
import { type SurveyJob, surveyImport, writeCorrected } from './survey.ts';

const job = JSON.parse(await text(process.stdin)) as SurveyJob;
const { signal } = new AbortController();
const { corrected } = job;
if (corrected === undefined)
  process.stdout.write(JSON.stringify(await surveyImport(job, createPhone(), signal)));
else await writeCorrected({ ...job, corrected }, signal);
