/** User synchronisation, in Portuguese (of Brazil). */
import type { sync as en } from '../en/sync.ts';

export const sync: Readonly<Record<keyof typeof en, string>> = {
  'sync.title': 'Sincronização de usuários',
  'sync.running': 'A sincronização de usuários está em andamento.',
  'sync.failed': 'A última sincronização de usuários falhou.',
  'sync.seeWhy': 'Ver por que a sincronização falhou',
  'sync.lastFailed': 'A última sincronização falhou',
  'sync.never': 'Nenhum usuário foi lido ainda.',
  'sync.paused': 'A sincronização de usuários está em pausa.',
  'sync.read':
    '{n, plural, one {# usuário lido, nada enviado ainda.} other {# usuários lidos, nada enviado ainda.}}',
  'sync.approve': 'Aprovar a primeira sincronização',
  'sync.held':
    '{n, plural, one {# remoção fica em espera até que alguém decida.} other {# remoções ficam em espera até que alguém decida.}}',
  'sync.decide': '{n, plural, one {Decidir sobre # remoção} other {Decidir sobre # remoções}}',
  'sync.inSync': '{n, plural, one {# usuário sincronizado.} other {# usuários sincronizados.}}',
  'sync.attention':
    '{n, plural, one {# usuário sincronizado} other {# usuários sincronizados}}, {detained, plural, one {# requer atenção.} other {# requerem atenção.}}',
  'sync.review': '{n, plural, one {Revisar # atualização retida} other {Revisar # atualizações retidas}}',
  'sync.leadApproval':
    'Veja o que a primeira sincronização fará e depois pressione “Sincronizar agora”: isso a aprova.',
  'sync.leadPaused': 'Nada é lido nem enviado até que a conta volte a estar ativa.',
  'sync.leadDetained':
    'As atualizações retidas aguardam uma correção no PBX; cada uma informa o motivo. Ninguém mais é afetado.',
  'sync.steps': 'A sincronização, etapa por etapa',
  'sync.when': 'Quando ela é executada',
  'sync.notConnected': 'O PBX não está conectado',
  'sync.notConnectedText':
    'Assim que estiver, os usuários dele aparecerão aqui, com o que uma sincronização faria com cada um. Nada é enviado antes que você aprove.',
  'sync.connect': 'Conectar o PBX',
  'sync.will': 'O que a sincronização fará',
  'sync.noPlan':
    'Nenhum plano está pendente. Uma prévia lê o PBX e mostra o que uma sincronização faria, sem enviar nada.',
  'sync.numbers': 'A última sincronização em números',
  'sync.added': 'Adicionados',
  'sync.changed': 'Alterados',
  'sync.removed': 'Removidos',
  'sync.unchanged': 'Sem alteração',
  'sync.detained': 'Retidos',
  'sync.heldCount': 'Em espera',
  'sync.requests': 'Solicitações enviadas',
  'sync.preview': 'Prévia',
  'sync.previewing': 'Lendo o PBX…',

  'stage.read': 'Ler do PBX',
  'stage.normalise': 'Associar e verificar',
  'stage.plan': 'Comparar com a nuvem',
  'stage.apply': 'Enviar alterações',
  'stage.record': 'Registrar',
  'stage.is':
    'etapa {step, number} de {steps, number}: {stage, select, read {lendo} normalise {associando e verificando} plan {comparando} apply {enviando alterações} record {registrando} other {{stage}}}',
  'stage.done': '{done, number} de {total, number}',
  'stage.next': 'próxima',
  'stage.goesOn': 'Continua mesmo se você fechar esta página.',

  'figures.users': 'Número de usuários',
  'figures.did': 'Número DDR (DID)',
  'figures.last': 'Última sincronização',
  'figures.took': '{age}, durou {duration}',
  'figures.next': 'Próxima sincronização',
  'figures.from': 'Lido de',

  'run.noPlan': '“Sincronizar agora” lê o PBX e envia o que mudou.',
  'run.again': '“Sincronizar agora” lê o PBX novamente e envia o que mudou.',
  'run.sends':
    '“Sincronizar agora” envia {added, plural, one {# adição} other {# adições}} e {changed, plural, one {# alteração} other {# alterações}}.',
  'run.sendsRemovals':
    '“Sincronizar agora” envia {added, plural, one {# adição} other {# adições}}, {changed, plural, one {# alteração} other {# alterações}} e {removed, plural, one {# remoção} other {# remoções}}.',
  'run.held': '{n, plural, one {A # remoção continua em espera.} other {As # remoções continuam em espera.}}',
  'run.label': 'Agendamento',
  'run.every': 'Agendamento da sincronização do PBX (em minutos)',
  'run.everyHelp': 'De {least, number} a {most, number}. Uma sincronização sem alterações não envia nada.',
  'run.everyEmpty':
    'O campo não pode ficar em branco. Digite um número inteiro de {least, number} a {most, number}.',
  'run.everyWrong': '{value} não é válido. Digite um número inteiro de {least, number} a {most, number}.',
  'run.saved':
    '{n, plural, one {Os usuários são sincronizados a cada minuto.} other {Os usuários são sincronizados a cada # minutos.}}',
  'run.started': 'A sincronização começou.',
  'run.now': 'Sincronizar agora',
  'run.running': 'Sincronização em andamento',
  'run.starting': 'Iniciando…',
  'run.save': 'Salvar agendamento',

  'kind.all': 'Todos',
  'kind.added': 'Adicionado',
  'kind.changed': 'Alterado',
  'kind.removed': 'Removido',
  'kind.disabled': 'Desativado',
  'kind.enabled': 'Ativado',
  'kind.detained': 'Retido',
  'kind.held': 'Removido, em espera',
  'plan.aside':
    'Comparado em {when}, plano {plan}. {n, plural, one {# usuário é igual nos dois lados.} other {# usuários são iguais nos dois lados.}}',
  'plan.kinds': 'Tipos de alteração',
  'plan.search': 'Pesquisar por nome, ramal ou e-mail',
  'plan.caption': 'Alterações',
  'plan.user': 'Usuário',
  'plan.change': 'Alteração',
  'plan.extension': 'Ramal',
  'plan.what': 'O que muda',
  'plan.why': 'Por quê',
  'plan.nobody': 'Nenhuma correspondência',
  'plan.nothing': 'Nada a fazer',
  'plan.noMatch': 'Nenhuma alteração contém “{q}”.',
  'plan.noneOfKind': 'Não há nenhuma alteração deste tipo no plano.',
  'plan.none': 'nenhum',
  'plan.field': '{field}: <del>{from}</del> <ins>{to}</ins>',
  'field.userName': 'Nome de usuário',
  'field.givenName': 'Nome',
  'field.familyName': 'Sobrenome',
  'field.displayName': 'Nome de exibição',
  'field.email': 'E-mail',
  'field.extension': 'Ramal',
  'field.phone': 'Telefone',
  'field.mobile': 'Celular',
  'field.department': 'Departamento',
  'field.location': 'Localização',
  'field.role': 'Função',
  'field.active': 'Ativo',
  'whole.added': 'novo usuário',
  'whole.detained': 'nada até ser corrigido',
  'whole.disabled': 'não pode entrar',
  'whole.enabled': 'pode entrar novamente',
  'whole.other': 'o usuário inteiro',

  'guard.title':
    '{n, plural, one {# remoção fica em espera até que alguém decida} other {# remoções ficam em espera até que alguém decida}}',
  'guard.limit':
    '{n, number} de {of, plural, one {# usuário} other {# usuários}} ({share, number, percent}); mais de {limit, number} de uma vez exigem a decisão de uma pessoa.',
  'guard.text':
    'Se você os remover, eles perdem imediatamente o acesso e os aplicativos. O histórico de chamadas e os números adicionados por um administrador permanecem. Sua resposta vale somente para o plano {plan}.',
  'guard.remove': '{n, plural, one {Remover este usuário} other {Remover estes # usuários}}',
  'guard.nothing': 'Se nada for feito, eles permanecem.',
  'guard.ask': '{n, plural, one {Remover # usuário da nuvem?} other {Remover # usuários da nuvem?}}',
  'guard.yes': '{n, plural, one {Remover # usuário} other {Remover # usuários}}',
  'guard.no': 'Manter',
  'guard.done':
    '{n, plural, one {A remoção de # usuário foi liberada.} other {A remoção de # usuários foi liberada.}}',
  'guard.goes':
    '<b>Sai:</b> {n, plural, one {a conta de # usuário na nuvem} other {as contas de # usuários na nuvem}}. <b>Fica:</b> o PBX como está, o histórico de chamadas e os números adicionados por um administrador.',
  'guard.stale': 'Se algo mudou desde o plano {plan}, nada é removido e a pergunta é feita novamente.',

  'irregular.title': 'Há irregularidades nos endereços de e-mail do PBX',
  'irregular.none':
    '{none, plural, one {# usuário não tem endereço de e-mail} other {# usuários não têm endereço de e-mail}}. Eles permanecem na nuvem como estão agora e não podem se registrar até que o PBX seja corrigido. Os demais não são afetados.',
  'irregular.shared':
    '{shared, plural, one {# usuário compartilha um endereço de e-mail com outra pessoa} other {# usuários compartilham um endereço de e-mail com outra pessoa}}. Eles permanecem na nuvem como estão agora e não podem se registrar até que o PBX seja corrigido. Os demais não são afetados.',
  'irregular.both':
    '{none, plural, one {# usuário não tem endereço de e-mail} other {# usuários não têm endereço de e-mail}} e {shared, plural, one {# usuário compartilha o seu com outra pessoa} other {# usuários compartilham o seu com outra pessoa}}. Eles permanecem na nuvem como estão agora e não podem se registrar até que o PBX seja corrigido. Os demais não são afetados.',
  'irregular.listNone': 'Ver a lista de usuários sem endereço de e-mail',
  'irregular.listShared': 'Ver a lista de usuários que não têm um endereço de e-mail exclusivo',
  'irregular.list': '{list} ({n, number})',
  'irregular.search': 'Pesquisar',
  'irregular.user': 'Usuário',
  'irregular.extension': 'Ramal',
  'irregular.department': 'Departamento',
  'irregular.shares': 'Endereço compartilhado',
  'irregular.notGiven': 'não informado',
  'irregular.nobody': 'Nenhuma correspondência.',
  'irregular.download': 'Baixar como CSV',
  'irregular.downloadFound': 'Baixar o encontrado como CSV',
};
