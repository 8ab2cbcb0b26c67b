namespace Real.KafkaSchemaReferences;

public sealed record FileDescription(string Name, byte[] Data, IReadOnlyList<FileDescription> Dependencies);
public sealed record Reference(string Name, string Subject, int Version);
public interface IRegistry { Task<int> RegisterAsync(string subject, string schema, List<Reference> references); Task<int> VersionOfAsync(string subject, string schema); }

public sealed class SchemaSerializer
{
    private readonly IRegistry _registry;

    public SchemaSerializer(IRegistry registry) => _registry = registry;

    public async Task<int> PrepareAsync(FileDescription file, string subject)
    {
        var references = await RegisterReferencesAsync(file).ConfigureAwait(false);
        return await _registry.RegisterAsync(subject, Convert.ToBase64String(file.Data), references).ConfigureAwait(false);
    }

    private async Task<List<Reference>> RegisterReferencesAsync(FileDescription file)
    {
        var tasks = new Task<Reference>[file.Dependencies.Count];
        for (var i = 0; i < file.Dependencies.Count; i++)
        {
            Func<FileDescription, Task<Reference>> register = async dependency =>
            {
                var nested = await RegisterReferencesAsync(dependency).ConfigureAwait(false);
                var schema = Convert.ToBase64String(dependency.Data);
                await _registry.RegisterAsync(dependency.Name, schema, nested).ConfigureAwait(false);
                var version = await _registry.VersionOfAsync(dependency.Name, schema).ConfigureAwait(false);
                return new Reference(dependency.Name, dependency.Name, version);
            };
            tasks[i] = register(file.Dependencies[i]);
        }
        await Task.WhenAll(tasks).ConfigureAwait(false);
        return tasks.Select(t => t.Result).ToList();
    }
}
