/** Claim tokens and registered keys (contract: Claiming). */
export const tokens = {
  'tokens.title': 'Tokens de vinculação',
  'tokens.what': 'tokens de vinculação',
  'tokens.reading': 'Lendo os tokens de vinculação',
  'tokens.open': 'Tokens de vinculação e chaves registradas',
  'tokens.head':
    '{n, plural, =0 {Nenhum gateway é esperado.} one {Um gateway pode vincular-se sozinho a esta conta.} other {# gateways podem vincular-se sozinhos a esta conta.}}',
  'tokens.lead':
    'Um gateway pode ser vinculado sem ninguém ao lado: por um token, ou pela impressão digital da sua chave. Cada um vale uma vez e por 24 horas, e nunca para um gateway que já esteve vinculado.',
  'tokens.waiting': 'Ainda não usados',
  'tokens.none': 'Nenhum espera para ser usado',
  'tokens.noneText': 'Crie um token abaixo, ou registre a impressão digital de um gateway.',
  'tokens.token': 'Token de vinculação',
  'tokens.col.what': 'O quê',
  'tokens.col.by': 'Criado por',
  'tokens.col.at': 'Criado',
  'tokens.col.ends': 'Expira',
  'tokens.revoke': 'Revogar',
  'tokens.revokeOf': 'Revogar<sr> o de {when}</sr>',
  'tokens.revokeAsk': 'Revogar?',
  'tokens.revoked': 'Está revogado.',
  'tokens.revokeText':
    'Quem o tiver não pode mais vincular nenhum gateway com ele. Um gateway vinculado com ele continua vinculado.',
  'tokens.make': 'Criar um token de vinculação',
  'tokens.makeText':
    'Para um gateway instalado à distância ou por um script. No gateway: <c>cloudlink link --token -</c>, e o token pela entrada padrão.',
  'tokens.made': 'O novo token',
  'tokens.once': 'Mostrado só agora. Quem o tiver pode vincular um gateway a esta conta.',
  'tokens.copy': 'Copiar o token',
  'tokens.done': 'Já o copiei',
  'tokens.register': 'Registrar a chave de um gateway',
  'tokens.registerText':
    'Para um gateway que você tem em mãos: só o que tem esta chave é vinculado. No gateway: <c>cloudlink link --registered</c>.',
  'tokens.key': 'Impressão digital da chave do gateway',
  'tokens.keyHelp':
    '43 caracteres, como a página do gateway e <c>cloudlink status</c> os mostram. Os espaços entre os grupos não contam.',
  'tokens.keyNeeded': 'Digite a impressão digital.',
  'tokens.keyWrong': 'Uma impressão digital tem 43 letras, dígitos, - e _.',
  'tokens.registerDo': 'Registrar',
  'tokens.registered': 'A chave está registrada.',
};
