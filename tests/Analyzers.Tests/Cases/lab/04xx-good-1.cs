public static class G55_Formatter
{
    [ThreadStatic] private static StringBuilder? _scratch;

    public static async Task<string> FormatAsync(TextReader input)
    {
        var line = await input.ReadLineAsync();
        var scratch = _scratch ??= new StringBuilder();
        scratch.Clear();
        scratch.Append(line);
        scratch.Append(';');
        return scratch.ToString();
    }
}

public sealed class G56_Tenants
{
    private readonly AsyncLocal<string?> _tenant = new();
    private readonly Func<string, Task> _open;

    public G56_Tenants(Func<string, Task> open) => _open = open;

    public async Task<string> PathAsync(string tenant, string file)
    {
        _tenant.Value = tenant;
        await _open(tenant);
        return Path.Combine("/data", _tenant.Value ?? "none", file);
    }
}

public static class G57_Nesting
{
    private static readonly AsyncLocal<int> Depth = new();

    public static async Task RunAsync(string name, Func<Task> body)
    {
        Depth.Value++;
        Console.WriteLine(new string(' ', Depth.Value) + name);
        try
        {
            await body();
        }
        finally
        {
            Depth.Value--;
        }
    }
}

public static class G58_Breadcrumbs
{
    private static readonly AsyncLocal<ImmutableList<string>?> Crumbs = new();

    public static IReadOnlyList<string> All => Crumbs.Value ?? ImmutableList<string>.Empty;

    public static void Begin() => Crumbs.Value = ImmutableList<string>.Empty;

    public static async Task VisitAsync(IEnumerable<string> pages, HttpClient http)
    {
        await Task.WhenAll(pages.Select(async page =>
        {
            Crumbs.Value = Crumbs.Value!.Add(page);
            await http.GetStringAsync(page);
        }));
    }
}

public sealed class G59_Baggage
{
    private static readonly AsyncLocal<IReadOnlyDictionary<string, string>?> Items = new();

    public async Task HandleAsync(string order, Func<Task> next)
    {
        Put("order", order);
        var audit = Task.Run(() => AuditAsync("created"));
        await next();
        await audit;
    }

    private async Task AuditAsync(string what)
    {
        Put("audit", what);
        await File.AppendAllTextAsync("audit.log", string.Join(',', Items.Value!.Values));
    }

    private static void Put(string key, string value)
    {
        var copy = new Dictionary<string, string>(Items.Value ?? new Dictionary<string, string>());
        copy[key] = value;
        Items.Value = copy;
    }
}

public sealed class G60_Login
{
    private static readonly AsyncLocal<string?> User = new();
    private readonly HttpClient _http;

    public G60_Login(HttpClient http) => _http = http;

    public async Task<string> WelcomeAsync(string token)
    {
        User.Value = await IdentifyAsync(token);
        return "Welcome, " + (User.Value ?? "guest");
    }

    private async Task<string> IdentifyAsync(string token)
    {
        return await _http.GetStringAsync("/who?token=" + token);
    }
}

public static class G61_Correlation
{
    private static readonly AsyncLocal<Guid> Id = new();

    public static Guid Current => Id.Value;

    public static Task BeginAsync(TextWriter log)
    {
        Id.Value = Guid.NewGuid();
        return log.WriteLineAsync("begin " + Id.Value);
    }

    public static async Task ProcessAsync(TextWriter log, Func<Guid, Task> work)
    {
        await BeginAsync(log);
        await work(Current);
    }
}

public static class G62_Requests
{
    [ThreadStatic] private static string? _currentUser;

    public static async Task ServeAsync(string user, Func<string> page, TextWriter output)
    {
        _currentUser = user;
        var html = page();
        Log("rendered for " + _currentUser);
        _currentUser = null;
        await output.WriteLineAsync(html);
    }

    private static void Log(string text) => Console.WriteLine(text);
}

public static class G63_Printing
{
    public static string Money(decimal amount) => amount.ToString("C", CultureInfo.CurrentCulture);

    public static async Task InvoiceAsync(CultureInfo culture, IAsyncEnumerable<decimal> lines, TextWriter output)
    {
        var previous = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            await foreach (var line in lines)
                await output.WriteLineAsync(Money(line));
        }
        finally
        {
            CultureInfo.CurrentCulture = previous;
        }
    }
}
