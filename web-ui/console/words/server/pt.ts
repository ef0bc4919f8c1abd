/** What the cloud says to a person, in Portuguese. */
import type { ConsoleTexts } from './texts.ts';

export const pt: ConsoleTexts = {
  errors: {
    LAUNCH_WAITS: ['Ninguém no local respondeu ainda.', 'Aguarde a resposta ou telefone para o local.'],
    BAD_INPUT: [
      'Algo na solicitação não está como deveria.',
      'Corrija o campo indicado e envie-a novamente.',
    ],
    NOT_FOUND: ['Não há nada aqui.', 'Verifique o endereço.'],
    NOT_SIGNED_IN: ['Você não entrou.', 'Entre e tente novamente.'],
    RATE_LIMITED: ['Houve tentativas demais.', 'Aguarde um minuto e tente novamente.'],
    DISK_FULL: [
      'O disco está cheio.',
      'Libere espaço no volume de dados; nada do que foi armazenado se perdeu.',
    ],
    NOT_ALLOWED: ['Você não pode fazer isto.', 'Pergunte a um administrador da conta.'],
    SIGN_IN_WRONG: [
      'O endereço de e-mail ou a senha não está correto.',
      'Verifique os dois; após muitas tentativas, espere um minuto.',
    ],
    PARTNER_ACCOUNT: [
      'Uma conta de parceiro não pode ter um gateway.',
      'Crie primeiro uma conta de cliente e escolha-a.',
    ],
    ACCOUNT_DEACTIVATED: [
      'A conta está desativada.',
      'Reative-a; os gateways dela continuam então sozinhos.',
    ],
    CLAIM_UNKNOWN: [
      'Não há nenhum pedido com este código.',
      'Compare o código com a página do gateway; os códigos expiram após 15 minutos.',
    ],
    CLAIM_ENDED: ['Este pedido terminou.', 'Obtenha um código novo na página do gateway.'],
    SETUP_CODE_WRONG: [
      'O gateway diz que o código de instalação não está certo.',
      'Leia-o na etiqueta, no console ou com cloudlink setup-code, e digite-o de novo.',
    ],
    SETUP_CODE_ATTEMPTS: [
      'O código de instalação estava errado cinco vezes; este pedido terminou.',
      'Obtenha um código novo na página do gateway e comece de novo.',
    ],
    GATEWAY_SILENT: [
      'O gateway não respondeu a tempo.',
      'Verifique se ele ainda está ligado e espera a vinculação, e tente de novo.',
    ],
    CLAIM_NEEDS_PRESENCE: [
      'Este gateway já foi vinculado; para vinculá-lo de novo, alguém precisa estar diante dele.',
      'Vincule-o na própria página dele, com o código de instalação.',
    ],
    GATEWAY_OFFLINE: [
      'O gateway está offline.',
      'O que foi ordenado espera e é executado quando ele voltar.',
    ],
    TUNNEL_STOPPED: ['O túnel não está iniciado.', 'Um administrador o inicia na página do gateway ou aqui.'],
    TUNNEL_DOWN: [
      'O túnel até o gateway não responde.',
      'Espere um momento e recarregue; o gateway se conecta de novo sozinho.',
    ],
    TUNNEL_BUSY: [
      'Há conexões demais passando por este gateway no momento.',
      'Feche algumas páginas e tente de novo.',
    ],
    TARGET_UNKNOWN: ['O gateway não tem esse destino.', 'Veja a lista dos túneis dele.'],
    GATEWAY_FAILED: [
      'O gateway está acessível, mas não conseguiu atender o pedido.',
      'Recarregue; se acontecer de novo, veja os alarmes na página do gateway.',
    ],
    TARGET_UNREACHABLE: [
      'O gateway está acessível, mas o destino não lhe responde.',
      'Verifique se o servidor web do destino está em execução e recarregue.',
    ],
    TARGET_CERTIFICATE: [
      'O destino mostra um certificado diferente do que foi confirmado.',
      'No local, veja a nova impressão digital na página do gateway e confirme-a se estiver certa.',
    ],
    ACCESS_LOG_FAILED: [
      'O gateway não consegue gravar o registro de acesso e não deixa ninguém entrar sem ser visto.',
      'No local, libere espaço no volume de dados do gateway; depois recarregue.',
    ],
    LAUNCH_REFUSED: ['O gateway não abriu a sessão.', 'Leia o motivo dele e clique em Abrir de novo.'],
    COMMAND_UNKNOWN: ['Esse comando não existe.', 'Escolha um da lista.'],
    EMAIL_TAKEN: ['Este endereço de e-mail já está em uso.', 'Escolha outro endereço, ou entre com este.'],
    ACCOUNT_UNKNOWN: ['Não há nenhuma conta com este número.', 'Verifique o ID de conta de 9 dígitos.'],
    INVITE_SPENT: ['Este convite já foi usado ou expirou.', 'Peça um novo ao seu administrador.'],
    PASSWORD_WEAK: ['A senha é curta demais.', 'Use pelo menos 12 caracteres; algumas palavras são boas.'],
    REQUEST_FORGED: ['O pedido não veio deste console.', 'Recarregue a página e tente de novo.'],
    COMMAND_LOST: ['A nuvem foi reiniciada antes que esta ordem fosse executada.', 'Ordene de novo.'],
    COMMANDS_FULL: [
      'Já há ordens demais à espera deste gateway.',
      'Espere até que ele esteja online e as tenha executado.',
    ],
    COMMAND_NOT_HERE: [
      'Este comando não pode ser dado por si só.',
      'Use a página própria: Abrir para sessões, Desvincular para desvincular.',
    ],
    MAIL_SERVER_MISSING: [
      'Nenhum servidor de e-mail está configurado, por isso nenhum e-mail pode ser enviado.',
      'O operador desta nuvem indica um na configuração “smtp” e reinicia a nuvem.',
    ],
    ZONE_UNKNOWN: [
      'O fuso horário do relatório não é conhecido.',
      'Salve o local de novo com um fuso da lista.',
    ],
    INTERNAL: [
      'Algo deu errado dentro do programa.',
      'Tente novamente; se acontecer de novo, colete os registros e informe o horário desta mensagem.',
    ],
  },
  texts: {
    'A fingerprint has 43 letters, digits, - and _.': 'Uma impressão digital tem 43 letras, dígitos, - e _.',
    'Choose an account: people belong to one.': 'Escolha uma conta: as pessoas pertencem a uma.',
    'Name the users, or say that all are meant.': 'Indique os usuários, ou diga que são todos.',
    'Somebody else is working on this request.': 'Outra pessoa está tratando deste pedido.',
    'The gateway did not take the order up in time.': 'O gateway não aceitou a ordem a tempo.',
    'The gateway took the order up and never said how it ended.':
      'O gateway aceitou a ordem e nunca disse como ela terminou.',
    'There is no such claim token any more.': 'Esse token de vinculação não existe mais.',
    'There is no such gateway.': 'Esse gateway não existe.',
    'There is no such session.': 'Essa sessão não existe.',
    'This target has no page to open.': 'Este destino não tem página para abrir.',
    'No gateway detected': 'Nenhum gateway detectado',
    'Configure gateway': 'Configurar o gateway',
    'Add PBX': 'Adicionar a PBX',
    'Sync PBX': 'Sincronizar a PBX',
    'Connect the PBX': 'Conectar a PBX',
    Deployment: 'Implantação',
    'Onboarding Complete': 'Integração concluída',
    'Software update available': 'Atualização de software disponível',
    'Not Indicated': 'Não indicado',
    Active: 'Ativo',
    Inactive: 'Inativo',
    'Expiring soon': 'Expira em breve',
    Expired: 'Expirado',
    Unknown: 'Desconhecido',
    'New findings of user synchronisation': 'Novos achados da sincronização de usuários',
    'User synchronisation': 'Sincronização de usuários',
    'Detained updates decided': 'Atualizações retidas decididas',
    'Decisions revoked': 'Decisões revogadas',
    'Sync schedule changed': 'Agenda de sincronização alterada',
    'Reports dropped over budget': 'Relatórios descartados por exceder o limite',
    'Gateway linked': 'Gateway vinculado',
    'Gateway unlinked': 'Gateway desvinculado',
    'Inventory reported': 'Inventário informado',
    'Device key changed': 'Chave do dispositivo alterada',
    'Settings applied': 'Configurações aplicadas',
  },
};
