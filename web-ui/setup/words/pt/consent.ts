import type { consent as en } from '../en/consent.ts';

/** Consent to remote sessions, in Portuguese. */
export const consent: Readonly<Record<keyof typeof en, string>> = {
  'ask.label': 'Alguém pede para entrar',
  'ask.wants': '{person} pede para entrar em {where}',
  'ask.from': '{email}, desde {since}. Sem resposta, o pedido termina às {end}, {age}.',
  'visit.ticket': 'Chamado {ticket}.',
  'ask.approve': 'Aprovar<sr> {person}</sr>',
  'ask.approving': 'Aprovando…',
  'ask.deny': 'Recusar<sr> {person}</sr>',
  'ask.denying': 'Recusando…',
  'ask.approved': '{person} pode entrar.',
  'ask.denied': '{person} fica de fora.',
  'ask.notAnswered': 'Não foi possível responder ao pedido',
  'ask.onSite': 'Só um administrador no local pode responder.',
  'session.onSite': 'Só um administrador no local pode encerrá-la aqui.',
  'consent.title': 'Quem deve ser consultado antes',
  'consent.aside': 'Decidido no local; nem a nuvem nem uma sessão remota podem alterá-lo',
  'consent.mode':
    '{mode, select, ask {Pergunta-se no local a cada vez} hour {Pergunta-se; um sim vale uma hora} always {As pessoas nomeadas entram sem pergunta} off {Desligado: o código da nuvem não pode chamá-lo} on {Ligado: o código da nuvem pode chamá-lo} other {Desconhecido}}',
  'consent.people': '{n, plural, one {# pessoa} other {# pessoas}}: {people}',
  'consent.changeColumn': 'Alterar',
  'consent.change': 'Alterar<sr> {target}</sr>',
  'consent.dialog': 'Antes de abrir uma sessão com {target}',
  'consent.choose': 'Quem é consultado',
  'consent.names': 'Endereços de e-mail',
  'consent.namesHelp':
    'Separados por vírgulas. Pelos demais, pergunta-se. Quem é alguém é a palavra da nuvem: nomeie só pessoas de uma conta em que confia.',
  'consent.save': 'Salvar',
  'consent.saved': 'Salvo para {target}.',
  'ask.look':
    '{look, select, logs {{person} pede para ler os registros deste gateway} other {{person} pede para rastrear chamadas}}',
  'ask.mayLook': '{person} pode consultar.',
  'look.name': '{look, select, logs {Registros deste gateway} other {Rastreamentos de chamadas}}',
  'look.off': 'Desligado: ninguém pode consultar a partir da nuvem',
  'look.dialog': 'Antes de a nuvem consultar: {look}',
  'consent.calls': 'Chamadas permitidas',
  'consent.callsHelp':
    'Separadas por vírgulas, por exemplo GET /api, POST /api/jobs. Um caminho vale para tudo o que está abaixo. Vazio: só leitura (GET e HEAD).',
  'consent.callsWrong': 'Escreva cada chamada como um método e um caminho: GET /api.',
};
