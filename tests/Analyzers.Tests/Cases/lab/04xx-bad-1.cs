public static class B55_Formatter
{
    [ThreadStatic] private static StringBuilder? _scratch;

    public static async Task<string> FormatAsync(TextReader input)
    {
        _scratch = new StringBuilder();
        _scratch.Append(await input.ReadLineAsync());
        _scratch.Append(';'); // BUG: ASA0401
        return _scratch.ToString();
    }
}

public sealed class B56_Tenants
{
    private readonly ThreadLocal<string?> _tenant = new();
    private readonly Func<string, Task> _open;

    public B56_Tenants(Func<string, Task> open) => _open = open;

    public async Task<string> PathAsync(string tenant, string file)
    {
        _tenant.Value = tenant;
        await _open(tenant);
        return Path.Combine("/data", _tenant.Value ?? "none", file); // BUG: ASA0401
    }
}

public static class B57_Nesting
{
    [ThreadStatic] private static int _depth;

    public static async Task RunAsync(string name, Func<Task> body)
    {
        _depth++;
        Console.WriteLine(new string(' ', _depth) + name);
        try
        {
            await body();
        }
        finally
        {
            _depth--; // BUG: ASA0401
        }
    }
}

public static class B58_Breadcrumbs
{
    private static readonly AsyncLocal<List<string>?> Crumbs = new();

    public static IReadOnlyList<string> All => Crumbs.Value ?? (IReadOnlyList<string>)[];

    public static void Begin() => Crumbs.Value = new List<string>();

    public static async Task VisitAsync(IEnumerable<string> pages, HttpClient http)
    {
        await Task.WhenAll(pages.Select(async page =>
        {
            Crumbs.Value!.Add(page); // BUG: ASA0402
            await http.GetStringAsync(page);
        }));
    }
}

public sealed class B59_Baggage
{
    private static readonly AsyncLocal<Dictionary<string, string>> Items = new();

    public async Task HandleAsync(string order, Func<Task> next)
    {
        Items.Value ??= new Dictionary<string, string>();
        Items.Value["order"] = order; // BUG: ASA0402
        var audit = Task.Run(() => AuditAsync("created"));
        await next();
        await audit;
    }

    private async Task AuditAsync(string what)
    {
        var items = Items.Value!;
        items["audit"] = what;
        await File.AppendAllTextAsync("audit.log", string.Join(',', items.Values));
    }
}

public sealed class B60_Login
{
    private static readonly AsyncLocal<string?> User = new();
    private readonly HttpClient _http;

    public B60_Login(HttpClient http) => _http = http;

    public async Task<string> WelcomeAsync(string token)
    {
        await IdentifyAsync(token);
        return "Welcome, " + (User.Value ?? "guest");
    }

    private async Task IdentifyAsync(string token)
    {
        User.Value = await _http.GetStringAsync("/who?token=" + token); // BUG: ASA0403
    }
}

public static class B61_Correlation
{
    private static readonly AsyncLocal<Guid> Id = new();

    public static Guid Current => Id.Value;

    public static async Task BeginAsync(TextWriter log)
    {
        Id.Value = Guid.NewGuid(); // BUG: ASA0403
        await log.WriteLineAsync("begin " + Id.Value);
    }

    public static async Task ProcessAsync(TextWriter log, Func<Guid, Task> work)
    {
        await BeginAsync(log);
        await work(Current);
    }
}

public static class B62_Requests
{
    private static string? _currentUser;

    public static async Task ServeAsync(string user, Func<Task<string>> page, TextWriter output)
    {
        _currentUser = user;
        var html = await page();
        await output.WriteLineAsync(html);
        Log("served " + _currentUser); // BUG: ASA0404
        _currentUser = null;
    }

    private static void Log(string text) => Console.WriteLine(text);
}

public static class B63_Printing
{
    public static CultureInfo Culture { get; set; } = CultureInfo.InvariantCulture;

    public static string Money(decimal amount) => amount.ToString("C", Culture);

    public static async Task InvoiceAsync(CultureInfo culture, IAsyncEnumerable<decimal> lines, TextWriter output)
    {
        var previous = Culture;
        Culture = culture;
        try
        {
            await foreach (var line in lines)
                await output.WriteLineAsync(Money(line));
        }
        finally
        {
            Culture = previous; // BUG: ASA0404
        }
    }
}
