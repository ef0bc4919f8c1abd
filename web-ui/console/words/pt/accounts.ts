/** Accounts, integrations, SCIM keys, and the dialog with a typed word. */
export const accounts = {
  'typed.label': 'Digite <b>{word}</b> no campo abaixo para continuar.',
  'typed.placeholder': 'digite “{word}”',
  'typed.cancel': 'Cancelar',

  'accounts.title': '{n, plural, =0 {Nenhuma conta ainda.} one {# conta.} other {# contas.}}',
  'accounts.titleDeactivated':
    '{n, plural, =0 {Nenhuma conta desativada.} one {# conta desativada.} other {# contas desativadas.}}',
  'accounts.lead':
    'Seus clientes. Cada um tem um ID da conta de 9 algarismos, seus próprios gateways e seus próprios usuários.',
  'accounts.add': 'Adicionar conta',
  'accounts.tabs': 'Quais contas',
  'accounts.active': 'Ativas',
  'accounts.deactivated': 'Desativadas',
  'accounts.search': 'Nome ou ID da conta',
  'accounts.table': 'Contas',
  'accounts.col.name': 'Nome do cliente',
  'accounts.col.number': 'ID da conta',
  'accounts.col.integration': 'Gateway CloudLink',
  'accounts.col.gateways': 'Gateways',
  'accounts.col.users': 'Usuários',
  'accounts.col.region': 'Localização da nuvem',
  'accounts.col.act': 'Ações',
  'accounts.empty': 'Nenhuma conta ainda',
  'accounts.emptyWhy':
    'Uma conta contém os gateways, os usuários e o inventário de um cliente. Gateways não podem entrar em uma conta de parceiro.',
  'accounts.none': 'Nenhuma conta corresponde',
  'accounts.noneWhy': 'Pesquise por uma parte do nome ou do ID da conta.',
  'accounts.noneDeactivated': 'Nenhuma conta desativada',
  'accounts.noneDeactivatedWhy': 'Uma conta desativada fica aqui até ser reativada.',

  'findingsMail.title': 'E-mails para você',
  'findingsMail.label': 'Novas constatações da sincronização de usuários para {address}',
  'findingsMail.help':
    'Um e-mail após uma sincronização que encontrou algo novo para verificar, com os nomes desses usuários; nenhum quando não há nada novo. Vale só para você e para esta conta.',
  'findingsMail.noServer': 'Esta nuvem ainda não tem servidor de e-mail: nada é enviado.',

  'account.title': '{name}.',
  'account.titleStatus': '{status}.',
  'account.reading': 'Lendo a conta',
  'account.info': 'Informações do cliente',
  'account.number': 'ID da conta',
  'account.copyNumber': 'ID da conta',
  'account.region': 'Localização da nuvem',
  'account.pbx': 'Tipo de PBX',
  'account.pbxNone': 'Mostrado quando a integração for concluída',
  'account.created': 'Criada',
  'account.contacts': 'Contatos de suporte',
  'account.gateways': 'Gateways',
  'account.users': 'Usuários',
  'account.show': 'Ver somente esta conta',

  'account.end': 'Desativar',
  'account.endWhy':
    'Ninguém da conta pode entrar, e os gateways dela deixam de se comunicar, até que você a reative. Nada se perde.',
  'account.deactivate': 'Desativar',
  'account.deactivate.title': 'Desativar o cliente?',
  'account.deactivate.lead':
    'Ao desativar uma conta de cliente, ela deixa de estar ativa. Você pode reativá-la mais tarde, se necessário.',
  'account.deactivate.what':
    '<b>Para:</b> a entrada de {users, plural, one {# usuário} other {# usuários}}; a sincronização, os túneis, as sessões e os relatórios {gateways, plural, =0 {dos gateways dela} one {do gateway dela} other {dos # gateways dela}}. <b>Fica:</b> tudo, na nuvem e no local. Os telefones não são afetados.',
  'account.deactivated': 'A conta {name} está desativada.',
  'account.delete': 'Eliminar',
  'account.delete.title': 'Eliminar o cliente?',
  'account.delete.lead': 'Não há volta atrás. Ninguém deste cliente inicia mais sessão.',
  'account.delete.what':
    '<b>Desaparece:</b> a conta de todas as listas, e os dados de {gateways, plural, =0 {os seus gateways, que não tem} one {o seu gateway, cuja reposição é ordenada} other {os seus # gateways, cuja reposição é ordenada}}. <b>Fica:</b> a PBX como está.',
  'account.deleted': 'A conta {name} está eliminada.',
  'account.reactivate': 'Reativar',
  'account.reactivate.title': 'Reativar o cliente?',
  'account.reactivate.lead':
    'Esta conta de cliente foi desativada. Para vê-la, editá-la ou excluí-la, é preciso reativá-la.',
  'account.reactivate.what':
    'Os usuários dela podem entrar novamente, e os gateways dela voltam a funcionar sozinhos; ninguém precisa ir até lá.',
  'account.reactivated': 'A conta {name} está ativa novamente.',

  'new.title': 'Adicionar uma conta.',
  'new.lead':
    'Para um único cliente. O primeiro administrador escolhe uma senha por meio de um link que você entrega.',
  'new.customer': 'Cliente',
  'new.name': 'Nome do cliente',
  'new.country': 'País',
  'new.countryEmpty': 'Escolha um país',
  'new.street': 'Endereço',
  'new.city': 'Cidade',
  'new.province': 'Província/Estado',
  'new.postalCode': 'CEP/código postal',
  'new.contacts': 'Contatos de suporte',
  'new.contactsHelp':
    'Endereços de e-mail para os quais são enviados os relatórios sobre esta conta. Pelo menos um.',
  'new.contact': 'Contato de suporte {n}',
  'new.contactAdd': 'Adicionar outro contato',
  'new.contactRemove': 'Remover o contato de suporte {n}',
  'new.contactMissing': 'Digite pelo menos um contato de suporte.',
  'new.contactWrong': 'Contém um e-mail inválido',
  'new.admin': 'Primeiro administrador',
  'new.adminName': 'Nome',
  'new.adminEmail': 'Endereço de e-mail',
  'new.adminEmailHelp': 'O administrador entra com ele.',
  'new.nameMissing': 'Digite o nome do cliente.',
  'new.adminNameMissing': 'Digite o nome do administrador.',
  'new.adminEmailWrong': 'Este não é um endereço de e-mail. O formato é como name@example.com.',
  'new.save': 'Salvar',
  'new.busy': 'Criando a conta…',
  'new.cancel': 'Cancelar',

  'made.title': 'A conta {name} foi criada. Entregue o convite.',
  'made.lead': 'ID da conta {number}.',
  'made.link': 'Convite de {email}',
  'made.once':
    'Mostrado somente agora. Funciona uma única vez, dentro de 7 dias; quem o tiver pode escolher a senha. Envie-o somente a {email}.',
  'made.copy': 'Copiar o link',
  'made.copied': 'Copiado',
  'made.notCopied': 'Não copiado: selecione o link e copie-o manualmente',
  'made.gateway': 'Adicionar gateway',
  'made.account': 'Abrir a conta',

  'integrations.title': '{status}.',
  'integrations.what': 'integrações',
  'integrations.heading': 'Integrações',
  'integrations.gateway': 'Gateway CloudLink',
  'integrations.add': 'Adicionar gateway',
  'integrations.settings': 'Gateway {name}',
  'integrations.lead.none':
    'Nenhum gateway entrou nesta conta. Adicione um com o código que a página dele mostra.',
  'integrations.lead.configure':
    'O gateway está vinculado. Informe a unidade nas páginas do próprio gateway.',
  'integrations.lead.addPbx': 'A unidade está salva. Informe o PBX nas páginas do próprio gateway.',
  'integrations.lead.syncPbx': 'A unidade está salva. Inicie a sincronização nas páginas do próprio gateway.',
  'integrations.lead.connect': 'O vínculo com o PBX está salvo. Conecte-o nas páginas do próprio gateway.',
  'integrations.lead.deployment':
    'O PBX está conectado. Conclua a implantação nas páginas do próprio gateway.',
  'integrations.lead.complete': 'Tudo está configurado.',

  'scim.heading': 'Chaves SCIM',
  'scim.lead':
    'Para sistemas, além do gateway, que gravam usuários nesta conta por SCIM 2.0. O próprio gateway não precisa de chave.',
  'scim.base': 'Endereço base',
  'scim.copyBase': 'endereço base',
  'scim.state': 'Chave',
  'scim.none': 'Nenhuma ainda',
  'scim.has': 'Gerada: {when}, por {who}',
  'scim.generate': 'Gerar chaves',
  'scim.title': 'Gerar um novo par de chaves?',
  'scim.voids':
    'O par atual ({when}, por {who}) perde a validade imediatamente: todo sistema que o usa é recusado até ter o novo. A sincronização dos seus gateways não é afetada.',
  'scim.first':
    'O token é mostrado uma única vez, agora. Ele permite a quem o tiver ler e alterar todos os usuários desta conta.',
  'scim.yes': 'Gerar chaves',
  'scim.made': 'As novas chaves',
  'scim.once':
    'Mostrado somente agora. Copie o token para o outro sistema; ninguém poderá consultá-lo mais tarde.',
  'scim.token': 'Token secreto',
  'scim.copyToken': 'Copiar o token',
  'scim.done': 'Já copiei',
} as const;
