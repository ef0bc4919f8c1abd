/** The frame: rail, account, foot, banner of lost contact. */
export const frame = {
  brand: 'Console do CloudLink',
  'nav.label': 'Menu principal',
  'nav.dashboard': 'Painel',
  'nav.accounts': 'Contas',
  'nav.account': 'Conta',
  'nav.users': 'Gerenciamento de usuários',
  'nav.integrations': 'Integrações e aplicativos',
  'nav.inventory': 'Inventário do sistema',
  'nav.platforms': 'Plataformas',
  'nav.applications': 'Aplicativos',
  'nav.support': 'Suporte',
  'nav.gateway': 'Gateway',
  'nav.supportLogs': 'Registros de suporte',
  'nav.events': 'Histórico de eventos',

  'scope.all': 'Visão de parceiro, {n, plural, one {# conta} other {# contas}}',
  'scope.partner': 'Visão de parceiro',
  'scope.choose': 'Escolher uma conta',
  'scope.change': 'Mudar de conta',
  'scope.showAll': 'Todas as contas',
  'scope.title': 'Qual conta?',
  'scope.search': 'Nome ou ID da conta',
  'scope.none': 'Nenhuma conta corresponde.',
  'scope.deactivated': 'Desativada: reative-a em Contas para vê-la.',
  'scope.more': 'Carregar mais',
  'scope.cancel': 'Cancelar',
  'scope.list': 'Contas',
  'scope.needed': 'Escolha de qual conta você quer ver {what}.',
  'scope.neededWhy': 'Cada item pertence a uma única conta.',

  'foot.who':
    'Conectado como {name}, {role, select, partner {parceiro} admin {administrador} other {usuário}}',
  'foot.signOut': 'Sair',
  'foot.signOutAgain': 'Você ainda está conectado. Tente novamente.',

  'lost.title': 'Sem contato com o console <age></age> (<time></time>)',
  'lost.body':
    'Tudo o que está abaixo é deste momento: {time}. Esta página continua tentando; os gateways e as chamadas não dependem disso. O que você digita é mantido.',
  'lost.retry': 'Tentar agora',

  'door.asking': 'Perguntando ao console quem está conectado',
  'door.unreachable': 'Não é possível acessar o console.',
  'user.title': 'Você está conectado. Com a função de usuário, não há nada para administrar.',
  'user.lead': 'Peça a função de administrador a um administrador de {account}.',
  'notFound.title': 'Esta página não existe.',
  'notFound.lead': 'O endereço pode ter sido digitado errado, ou a página mudou de lugar.',
  'notFound.home': 'Ir para o painel',

  'bell.title': '{n, plural, one {# notificação} other {# notificações}}',
  'bell.details': 'Ver detalhes',
  'bell.bin': 'Remover para sempre',
  'bell.dismissAll': 'Dispensar tudo',
  'bell.more':
    '{n, plural, one {Mais # gateway com alarmes: veja o painel.} other {Mais # gateways com alarmes: veja o painel.}}',
} as const;
