import type { launch as en } from '../en/launch.ts';

/** Launch, in Portuguese. */
export const launch: Readonly<Record<keyof typeof en, string>> = {
  'launch.title': 'Abrir {title}',
  'launch.shown':
    'Alguém no local lê isto antes de o deixar entrar, e fica ao lado de cada solicitação no registro de acesso.',
  'launch.reason': 'Motivo',
  'launch.reasonHelp': 'O que vai fazer. Por exemplo: ver por que o 3104 não toca.',
  'launch.ticket': 'Número do chamado',
  'launch.do': 'Abrir',
  'launch.waits': 'Aguardando consentimento no local',
  'launch.waitsText':
    'Um administrador no local aprova ou recusa na página do gateway. Depois continua automaticamente. Sem resposta termina às {end}, {age}.',
  'launch.cancel': 'Retirar o pedido',
  'launch.cancelled': 'O pedido foi retirado.',
  'launch.notOpened': 'A sessão não foi aberta: {because}.',
  'launch.allowed': 'O local disse sim',
  'launch.allowedText': 'O navegador não abriu a nova aba. Abra-a aqui em cinco minutos.',
  'launch.open': 'Abrir',
  'launch.close': 'Fechar',
  'g.sessions.waiting': 'aguardando consentimento no local',
  'g.sessions.cancel': 'Retirar',
  'launch.ended': 'A sessão com {title} já não está aberta: {because}.',
  'launch.endedText': 'A aba dela não mostra mais nada de novo. Abra-a de novo se precisar.',
  'g.order.logsTitle': 'Coletar os registros',
  'g.order.logsWhat':
    'Alguém no local lê isto e pode ser consultado antes, o que leva até 10 minutos. As últimas 1.000 linhas chegam aqui.',
  'g.check': 'Verificar',
  'g.checking': 'Verificando…',
  'g.checked': 'Responde: HTTP {status}',
};
